import { copyText } from './copy-text.ts'

/**
 * A text that grows by characters. V8 keeps an object of 32 bytes for each `text += character` until the text is looked at, and its
 * collector copies them again and again: from 2 MiB on a text of that kind took eight times as long as one half its length.
 */
export class GrowingText {
  readonly #done: string[] = []
  #last = ''

  add(piece: string): void {
    this.#last += piece
    if (this.#last.length < flattenAt) return
    this.#done.push(copyText(this.#last))
    this.#last = ''
  }

  text(): string {
    return this.#done.length === 0 ? this.#last : this.#done.join('') + this.#last
  }
}

const flattenAt = 4_096
