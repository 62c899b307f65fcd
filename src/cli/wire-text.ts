import type { AnswerHead, SystemQueues, WireMoment } from '../wire/index.ts'
import { createAnswerText, headerText, whyNotText } from './answer-text.ts'
import { createDialogue } from './dialogue.ts'
import { bytesText } from './figures.ts'
import { createHexDump } from './hex-dump.ts'
import { connectedNotes, flowNotes, headNotes, readNote, specNotes, summaryNotes, trailerNotes } from './wire-notes.ts'

export type WireTextOptions = {
  /** Bytes in hexadecimal instead of text. */
  readonly hex?: boolean | undefined
  /** Note each read: its size, the total. */
  readonly sizes?: boolean | undefined
  /** Note where each thing is specified. */
  readonly spec?: boolean | undefined
  /** Characters of the answer that are shown; all are counted. Default: all. */
  readonly maxChars?: number | undefined
  /** The body goes there instead. */
  readonly savedTo?: string | undefined
}

const marks = { heard: '< ', said: '> ' }

/** Shows an exchange as a dialogue, and our notes on it. Pure: but for the sizes of reads, it does not depend on how the bytes were cut. */
export function createWireText(write: (text: string) => void, options: WireTextOptions): (moment: WireMoment) => void {
  const { hex = false, sizes = false, spec = false, savedTo } = options
  const dialogue = createDialogue(write, marks)
  const characters = createCharacters(dialogue.heard, options.maxChars)
  const dump = createHexDump()
  const queues: SystemQueues[] = []
  let last: AnswerHead | undefined
  const headNote = (head: AnswerHead) => [...headNotes(head), ...(spec ? specNotes(head) : [])].forEach(dialogue.note)
  const answer = createAnswerText({
    ...(hex ? {} : { header: characters.take, body: savedTo === undefined ? characters.take : undefined }),
    binary: bytes => characters.pass(bytes.length),
    trailers: fields => trailerNotes(fields).forEach(dialogue.note),
    head(head) {
      last = head
      // A dump has no place between header and body.
      if (!hex) headNote(head)
    },
  })
  const dumped = (lines: readonly string[]) => {
    for (const line of lines) dialogue.heard(`${line}\n`)
  }

  return moment => {
    if (moment.kind === 'connected') connectedNotes(moment).forEach(dialogue.note)
    else if (moment.kind === 'sent') dialogue.said(hex ? hexText(moment.bytes) : headerText(Buffer.from(moment.bytes).toString('latin1')))
    else if (moment.kind === 'received') {
      if (sizes) dialogue.note(readNote(moment))
      if (moment.queues !== undefined) queues.push(moment.queues)
      if (hex) dumped(dump.take(moment.bytes))
    } else if (moment.kind === 'closed' && hex) dumped(dump.end())
    answer(moment)
    if (moment.kind !== 'summary') return
    if (hex && last !== undefined) headNote(last)
    const why = last && whyNotText(last)
    if (savedTo !== undefined) dialogue.note(`Body saved to ${savedTo}, ${bytesText(moment.sum.body)}`)
    else if (why !== undefined && !hex && moment.sum.body > 0) {
      dialogue.note(`Body of ${bytesText(moment.sum.body)} not shown (${why}): -o FILE keeps it, --hex and --raw show it`)
    }
    for (const line of [...flowNotes(queues), ...summaryNotes(moment)]) dialogue.note(line)
    if (options.maxChars !== undefined) dialogue.note(characters.count())
    dialogue.end()
  }
}

/** Shows the text of the body alone. @param note told how many characters were shown, where their number is limited */
export function createBodyText(
  write: (text: string) => void,
  { maxChars }: Pick<WireTextOptions, 'maxChars'>,
  note: (line: string) => void,
): (moment: WireMoment) => void {
  const dialogue = createDialogue(write)
  const characters = createCharacters(dialogue.heard, maxChars)
  const answer = createAnswerText({ body: characters.take, binary: bytes => characters.pass(bytes.length) })
  return moment => {
    answer(moment)
    if (moment.kind !== 'summary') return
    dialogue.end()
    if (maxChars !== undefined) note(characters.count())
  }
}

/** Passes on the first so many characters, and counts all. */
function createCharacters(show: (text: string) => void, most = Number.POSITIVE_INFINITY) {
  let all = 0
  let shown = 0
  return {
    take(text: string): void {
      const left = most - shown
      const points = left >= text.length ? undefined : [...text]
      const length = points?.length ?? lengthOf(text)
      if (left > 0) show(points === undefined ? text : points.slice(0, left).join(''))
      all += length
      shown += Math.min(length, left)
    },
    /** Counted only: a byte of no text is a character. */
    pass(length: number): void {
      all += length
    },
    count: () => `${shown} of ${all} characters shown.`,
  }
}

/** In characters, not in UTF-16 units. */
function lengthOf(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) length -= 1
  return length
}

function hexText(bytes: Uint8Array): string {
  const dump = createHexDump()
  return [...dump.take(bytes), ...dump.end()].map(line => `${line}\n`).join('')
}
