import { TextDecoder } from 'node:util'
import { escapeTerminal } from '../base/escape.ts'

/** Text of both directions of a socket as it comes, safe for a terminal. */
export type Dialogue = {
  heard(bytes: Uint8Array): void
  said(bytes: Uint8Array): void
  /** Ends a line that is open, and shows what a character without its last bytes leaves. */
  end(): void
}

type Direction = { readonly mark: string; readonly decoder: TextDecoder; held: string }

/**
 * Characters stay whole over the borders of reads, CR LF is one line break, other control characters are shown as `\x1b`.
 * @param marks put before each line; without them only what is heard is shown
 */
export function createDialogue(write: (text: string) => void, marks?: { readonly heard: string; readonly said: string }): Dialogue {
  const directions = { heard: direction(marks?.heard), said: direction(marks?.said) }
  let open: Direction | undefined

  function show(from: Direction, text: string): void {
    // A CR at the border may be half of a line break.
    const whole = (from.held + text).replaceAll('\r\n', '\n')
    from.held = whole.endsWith('\r') ? '\r' : ''
    const lines = whole.slice(0, whole.length - from.held.length).split('\n')
    const last = lines.pop()!
    for (const line of lines) {
      part(from, `${escaped(line)}\n`)
      open = undefined
    }
    if (last !== '') part(from, escaped(last))
  }

  function part(from: Direction, text: string): void {
    if (open !== undefined && open !== from) write('\n')
    write(open === from ? text : from.mark + text)
    open = from
  }

  return {
    heard: bytes => show(directions.heard, directions.heard.decoder.decode(bytes, { stream: true })),
    said: bytes => {
      if (marks !== undefined) show(directions.said, directions.said.decoder.decode(bytes, { stream: true }))
    },
    end() {
      for (const from of [directions.heard, directions.said]) {
        const rest = from.held + from.decoder.decode()
        if (rest !== '') part(from, escaped(rest))
        from.held = ''
      }
      if (open !== undefined) write('\n')
      open = undefined
    },
  }
}

function direction(mark = ''): Direction {
  return { mark, decoder: new TextDecoder('utf-8', { ignoreBOM: true }), held: '' }
}

function escaped(line: string): string {
  return line
    .split('\t')
    .map(part => escapeTerminal(part, Infinity))
    .join('\t')
}
