import { TextDecoder } from 'node:util'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import { parseMediaType } from '../headers/index.ts'
import type { AnswerHead, AnswerPart, WireMoment } from '../wire/index.ts'

/** What comes of an answer, as text. */
export type AnswerHearers = {
  /** Header lines as they come. */
  readonly header?: ((text: string) => void) | undefined
  /** A header is whole; its text was heard before. */
  readonly head?: ((head: AnswerHead) => void) | undefined
  readonly body?: ((text: string) => void) | undefined
  /** Fields after the body. */
  readonly trailers?: ((fields: HeaderList) => void) | undefined
  /** Bytes of a body that is no text. */
  readonly binary?: ((bytes: Uint8Array) => void) | undefined
}

/** Reads the moments of an exchange as text: the same text however the bytes were cut. */
export function createAnswerText(hearers: AnswerHearers): (moment: WireMoment) => void {
  const header = createHeaderText(hearers.header ?? (() => {}))
  let decoder: TextDecoder | undefined

  function part(made: AnswerPart): void {
    if (made.kind === 'head' || made.kind === 'interim') {
      header.whole(made.head)
      hearers.head?.(made.head)
      if (made.kind === 'head' && whyNotText(made.head) === undefined) decoder = decoderOf(made.head)
    } else if (made.kind === 'body') {
      if (decoder === undefined) hearers.binary?.(made.bytes)
      else hearers.body?.(decoder.decode(made.bytes, { stream: true }))
    } else if (made.kind === 'trailers') hearers.trailers?.(made.fields)
    else if (made.kind === 'end' && decoder !== undefined) hearers.body?.(decoder.decode())
  }

  return moment => {
    if (moment.kind === 'received') {
      header.take(moment.bytes)
      moment.parts.forEach(part)
      header.lines(moment.bytes)
    } else if (moment.kind === 'closed') {
      moment.parts.forEach(part)
      header.end()
    }
  }
}

/** The coding or type for which a body cannot be shown as text. */
export function whyNotText({ headers, transferCodings }: AnswerHead): string | undefined {
  const coding = [headerValue(headers, 'content-encoding') ?? '', ...transferCodings].find(name => !/^(?:identity)?$/i.test(name))
  if (coding !== undefined) return coding
  const { type } = parseMediaType(headerValue(headers, 'content-type'))
  // Without a type it is shown: old and odd servers mostly send text.
  return type === '' || /^text\/|^message\/|json|xml|javascript|urlencoded/.test(type) ? undefined : type
}

/** Header lines are ASCII; one that is not is UTF-8 or, failing that, Latin-1. @param raw one character a byte */
export function headerText(raw: string): string {
  if (!/[\x80-\xff]/.test(raw)) return raw
  return raw.split('\n').map(lineText).join('\n')
}

function lineText(raw: string): string {
  const text = Buffer.from(raw, 'latin1').toString()
  return text.includes('\ufffd') ? raw : text
}

function decoderOf({ headers }: AnswerHead): TextDecoder {
  try {
    return new TextDecoder(parseMediaType(headerValue(headers, 'content-type')).charset)
  } catch {
    return new TextDecoder()
  }
}

const lineFeed = 10

/** Header lines as they come, up to the end of the header that the reader finds. */
function createHeaderText(show: (text: string) => void) {
  let raw = ''
  let shownTo = 0
  let headAt = 0
  let isOver = false
  const upTo = (end: number) => {
    if (end > shownTo) show(headerText(raw.slice(shownTo, end)))
    shownTo = Math.max(shownTo, end)
  }
  return {
    take(bytes: Uint8Array): void {
      if (!isOver) raw += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    },
    /** Whole lines, once it is known that they are of a header; called after the parts of a read. */
    lines(bytes: Uint8Array): void {
      if (!isOver && bytes.includes(lineFeed) && /^[\r\n]*(?:HTTP|ICY )/i.test(raw.slice(0, 1_000))) upTo(raw.lastIndexOf('\n') + 1)
    },
    whole({ text, gap, status }: AnswerHead): void {
      headAt = raw.indexOf(text, headAt) + text.length + gap
      upTo(headAt)
      isOver = status >= 200
      if (isOver) raw = ''
    },
    /** Where no header could be read, what came is shown as it is. */
    end(): void {
      if (!isOver) upTo(raw.length)
    },
  }
}
