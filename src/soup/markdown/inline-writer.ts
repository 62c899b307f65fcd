import { codeSpan } from './code.ts'
import { escapeText } from './escape.ts'

/** What surrounds a run of text. */
export type Mark = {
  readonly kind: string
  readonly open: string
  readonly close: string
  /** The same as tags, for places where Markdown would not read its own marks. Links have none. */
  readonly tags?: readonly [open: string, close: string] | undefined
}

type OpenMark = { readonly mark: Mark; readonly at: number; usesTags: boolean }
type ClosedMark = OpenMark & { readonly end: number }

/**
 * Puts the text of one paragraph together. White space and marks wait for the text after them, so that `<b> x </b>` becomes ` **x** ` and
 * an empty element nothing at all. Where CommonMark's rules for delimiter runs (section 6.2) would not see a mark, it is written as tags.
 */
export class InlineWriter {
  readonly #lineBreak: string
  #pieces: string[] = []
  #space = false
  #hasBreak = false
  #waiting: Mark[] = []
  #open: OpenMark[] = []
  /** Marks that closed after the last text. */
  #closed: ClosedMark[] = []
  /** Of the last piece, if it is a code span: two of them side by side are one. */
  #code: string | undefined = undefined
  /** How often each kind is open: one within itself counts once. */
  readonly #depths = new Map<string, number>()

  constructor(lineBreak: string) {
    this.#lineBreak = lineBreak
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  /** Has the line been broken, with nothing after it yet? */
  get hasBreak(): boolean {
    return this.#hasBreak
  }

  text(value: string): void {
    const words = value.replace(/[\t\n\f\r ]+/g, ' ')
    const start = words.startsWith(' ') ? 1 : 0
    if (start === 1) this.#space = true
    const body = words.slice(start, words.length > 1 && words.endsWith(' ') ? -1 : undefined)
    if (body === '') return
    this.#put(escapeText(body, this.#isInLink()))
    if (words.endsWith(' ')) this.#space = true
  }

  /** Something whole: an image. */
  atom(markdown: string): void {
    this.#put(markdown)
  }

  code(value: string): void {
    const words = value.replace(/\s+/g, ' ')
    const code = words.trim()
    if (words.startsWith(' ')) this.#space = true
    // A bracket in a span could still end a link that is taken for a reference (CommonMark, section 4.7).
    if (code.includes(']') && this.#isInLink()) this.#put(`<code>${escapeText(code, true)}</code>`)
    else if (code !== '') {
      const before = this.#space || this.#hasBreak || this.#waiting.length > 0 || this.#closed.length > 0 ? undefined : this.#code
      if (before !== undefined) this.#pieces.pop()
      this.#put(codeSpan(`${before ?? ''}${code}`))
      this.#code = `${before ?? ''}${code}`
    }
    if (words.endsWith(' ')) this.#space = true
  }

  space(): void {
    this.#space = true
  }

  breakLine(): void {
    this.#hasBreak = true
  }

  open(mark: Mark): void {
    const depth = this.#depths.get(mark.kind) ?? 0
    this.#depths.set(mark.kind, depth + 1)
    if (depth === 0) this.#waiting.push(mark)
  }

  close(kind: string): void {
    const depth = this.#depths.get(kind)! - 1
    this.#depths.set(kind, depth)
    if (depth > 0) return
    const waiting = this.#waiting.findLastIndex(mark => mark.kind === kind)
    if (waiting >= 0) this.#waiting.splice(waiting, 1)
    else this.#closeLast()
  }

  /** The paragraph, and begins the next: what is open there is open here too. */
  take(): string {
    const marks = [...this.#open.map(({ mark }) => mark), ...this.#waiting]
    while (this.#open.length > 0) this.#closeLast()
    const text = this.#pieces.join('')
    this.#pieces = []
    this.#space = false
    this.#hasBreak = false
    this.#waiting = marks
    this.#closed = []
    this.#code = undefined
    return text
  }

  #put(piece: string): void {
    const first = characterAt(piece, 0)
    if (!this.isEmpty && (this.#hasBreak || this.#space)) this.#pieces.push(this.#hasBreak ? this.#lineBreak : ' ')
    else if (!isSpaceOrMark(first) || this.#waiting.length > 0) this.#seeClosed()
    this.#space = false
    this.#hasBreak = false
    this.#openWaiting(first)
    this.#closed = []
    this.#code = undefined
    this.#pieces.push(piece)
  }

  #openWaiting(first: string): void {
    for (const [at, mark] of this.#waiting.entries()) {
      const before = this.#lastCharacter()
      const last = this.#closed.at(-1)
      const joins = last !== undefined && last.end === this.#pieces.length - 1
      if (joins && last.mark === mark && !last.usesTags) {
        // The same ends and begins again: it never ended.
        this.#pieces.pop()
        this.#closed.pop()
        this.#open.push({ mark, at: last.at, usesTags: false })
        continue
      }
      if (mark.open === '[' && before === '!') this.#pieces.push(this.#pieces.pop()!.slice(0, -1), '\\!')
      const after = this.#waiting[at + 1]?.open[0] ?? first
      // Between two characters it could also be the end of one that is open.
      const isAmbiguous = joins || (before !== '' && !/\s/.test(before) && this.#hasOpenMark(at))
      const usesTags = mark.tags !== undefined && (isAmbiguous || !opens(before, after))
      this.#pieces.push(usesTags ? mark.tags![0] : mark.open)
      this.#open.push({ mark, at: this.#pieces.length - 1, usesTags })
    }
    this.#waiting = []
  }

  #closeLast(): void {
    const open = this.#open.pop()!
    const usesTags = open.usesTags || (open.mark.tags !== undefined && /\s/.test(this.#lastCharacter()))
    this.#pieces.push(open.mark.close)
    const closed = { ...open, end: this.#pieces.length - 1 }
    if (usesTags) this.#asTags(closed)
    this.#closed.push(closed)
    this.#code = undefined
  }

  /** Text follows at once: marks that would not be seen as an end there become tags. */
  #seeClosed(): void {
    const [first] = this.#closed
    if (first === undefined) return
    const before = characterAt(this.#pieces[first.end - 1] ?? '', -1)
    if (this.#closed.length > 1 || isSpaceOrMark(before)) for (const mark of this.#closed) this.#asTags(mark)
  }

  #asTags(closed: ClosedMark): void {
    if (closed.mark.tags === undefined) return
    closed.usesTags = true
    this.#pieces[closed.at] = closed.mark.tags[0]
    this.#pieces[closed.end] = closed.mark.tags[1]
  }

  /** @param fresh marks opened just now, which stand in one run with the next */
  #hasOpenMark(fresh: number): boolean {
    return this.#open.slice(0, this.#open.length - fresh).some(({ mark, usesTags }) => mark.tags !== undefined && !usesTags)
  }

  #isInLink(): boolean {
    return (this.#depths.get('link') ?? 0) > 0
  }

  #lastCharacter(): string {
    return characterAt(this.#pieces.at(-1) ?? '', -1)
  }
}

/** May a mark open between these two? */
function opens(before: string, after: string): boolean {
  return !/\s/.test(after) && (!isSpaceOrMark(after) || before === '' || isSpaceOrMark(before))
}

function isSpaceOrMark(character: string): boolean {
  return /[\s\p{P}\p{S}]/u.test(character)
}

function characterAt(text: string, at: 0 | -1): string {
  return at === 0 ? String.fromCodePoint(text.codePointAt(0) ?? 0x20) : (/.$/su.exec(text.slice(-2))?.[0] ?? '')
}
