import { TextDecoder } from 'node:util'
import { escapeTerminal } from '../base/escape.ts'

/** Both directions of a socket as they come, line by line and safe for a terminal. */
export type Dialogue = {
  /** Bytes are read as UTF-8, characters whole over the borders of reads. */
  heard(data: Uint8Array | string): void
  said(data: Uint8Array | string): void
  /** A line of our own between theirs. */
  note(line: string): void
  /** Ends a line that is open, before somebody else writes on the same screen; what comes next of it begins a line. */
  freshLine(): void
  /** Ends a line that is open, and shows what a character without its last bytes leaves. */
  end(): void
}

type Direction = { readonly mark: string; readonly decoder: TextDecoder; held: string }

/**
 * CR LF is one line break, other control characters are shown as `\x1b`.
 * @param marks put before each line; without them only what is heard is shown
 */
export function createDialogue(write: (text: string) => void, marks?: { readonly heard: string; readonly said: string }): Dialogue {
  const [heard, said, own] = [direction(marks?.heard), direction(marks?.said), direction()]
  let open: Direction | undefined

  function show(from: Direction, data: Uint8Array | string): void {
    const text = typeof data === 'string' ? data : from.decoder.decode(data, { stream: true })
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

  function freshLine(): void {
    if (open !== undefined) write('\n')
    open = undefined
  }

  return {
    heard: data => show(heard, data),
    said: data => {
      if (marks !== undefined) show(said, data)
    },
    note: line => show(own, `${escapeTerminal(line, Infinity)}\n`),
    freshLine,
    end() {
      for (const from of [heard, said]) {
        const rest = from.held + from.decoder.decode()
        from.held = ''
        if (rest !== '') part(from, escaped(rest))
      }
      freshLine()
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
