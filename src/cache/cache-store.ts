import type { StoredAnswer } from './stored-answer.ts'

/**
 * Where answers are kept: by URL and variant, the least lately used go first when there is no room. It never fails for what it holds: what
 * is damaged is dropped, and so is what cannot be written. Close it, or `using`.
 */
export type CacheStore = Disposable & {
  /** All answers to a URL, the last put first. @param url as `storeKey` gives it */
  find(url: string): readonly StoredAnswer[]
  /** The body of this very answer; undefined when it is damaged, gone, or another one by now. */
  read(answer: StoredAnswer): Uint8Array | undefined
  /** Keeps an answer in place of the one of the same URL and variant. Without a body the kept one stays, if it is the same. */
  put(answer: StoredAnswer, body?: Uint8Array): void
  /** Forgets all answers to a URL, or the one variant. */
  remove(url: string, variant?: string): void
  /** Every answer, the last used first. */
  list(): Iterable<StoredAnswer>
}

/** What one answer takes up, in bytes: its body, its header, and a little for the book-keeping. */
export function answerSize({ url, headers, length }: StoredAnswer): number {
  return length + url.length + headers.reduce((sum, text) => sum + text.length, 0) + 512
}
