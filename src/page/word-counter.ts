import { copyText } from '../base/copy-text.ts'
import { limits } from '../base/limits.ts'

export type WordCount = { readonly word: string; readonly count: number }

export type WordCounter = {
  /** The next piece of the text; a word may go on in the one after it. */
  add(text: string): void
  /** The words, the most frequent first, equal ones by the alphabet. Counts what `add` still holds, so it comes last. */
  most(top?: number): WordCount[]
  readonly words: number
  readonly different: number
  /** Words that were met when there were `limits.differentWords` already, and are not told apart. */
  readonly others: number
}

/**
 * Counts words of any language: runs of letters and digits, with apostrophes and hyphens inside; where a script writes no spaces the rules
 * of Unicode cut them (UAX 29). Capitals count as small letters. Memory is that of the different words, `limits.differentWords` at most.
 * @param minLength shorter words are left out, in characters; default 1
 */
export function createWordCounter({ minLength = 1 }: { readonly minLength?: number | undefined } = {}): WordCounter {
  const counts = new Map<string, number>()
  let rest = ''
  let words = 0
  let others = 0

  function take(text: string): void {
    for (const [run] of text.matchAll(runs)) {
      if (!unspaced.test(run)) count(run)
      else for (const { segment, isWordLike } of segmenter().segment(run)) if (isWordLike === true) count(segment)
    }
  }

  function count(found: string): void {
    const word = found.normalize('NFC').toLowerCase()
    if (word.length < minLength || [...word].length < minLength) return
    words++
    const known = counts.get(word)
    if (known !== undefined) counts.set(word, known + 1)
    else if (counts.size < limits.differentWords) counts.set(copyText(word), 1)
    else others++
  }

  return {
    add(text) {
      for (let at = 0; at < text.length; at += pieceLength) {
        const whole = rest + text.slice(at, at + pieceLength)
        const end = lastBreak(whole)
        take(whole.slice(0, end))
        rest = whole.slice(end)
      }
    },
    most(top = Infinity) {
      take(rest)
      rest = ''
      const all = [...counts].map(([word, count]) => ({ word, count }))
      return all.sort((one, other) => other.count - one.count || (one.word < other.word ? -1 : 1)).slice(0, top)
    },
    get words() {
      return words
    },
    get different() {
      return counts.size
    },
    get others() {
      return others
    },
  }
}

/** Where the text may be cut: behind its last white space; a run without any is cut when it is too long to be a word. */
function lastBreak(text: string): number {
  for (let at = text.length; at > 0 && text.length - at <= limits.wordLength; at--) if (/\s/.test(text[at - 1]!)) return at
  if (text.length <= limits.wordLength) return 0
  return /[\ud800-\udbff]/.test(text.at(-1)!) ? text.length - 1 : text.length
}

/** Taken at once. A run of four million letters without a space overflows the stack of the matcher. */
const pieceLength = 64 * 1024

// A group that repeats without end overflows the stack of the matcher at some millions: no word has a hundred hyphens.
const runs = /[\p{L}\p{N}\p{M}]+(?:['’\u00ad-][\p{L}\p{N}\p{M}]+){0,99}/gu
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

let made: Intl.Segmenter | undefined
function segmenter(): Intl.Segmenter {
  made ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  return made
}
