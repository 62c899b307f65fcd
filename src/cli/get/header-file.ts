import { closeSync, openSync, writeSync } from 'node:fs'
import { CrawlError } from '../../base/crawl-error.ts'
import { escapeTerminal } from '../../base/escape.ts'
import type { Head } from '../../exchange/order.ts'
import { headerText } from './header-text.ts'

/** `-D`: every header of a command in one file, or on standard output with `-`. @throws CrawlError file */
export function openHeaderFile(path: string): Disposable & { write(head: Head): void } {
  let file: number
  try {
    file = path === '-' ? 1 : openSync(path, 'w')
  } catch (cause) {
    throw new CrawlError('file', `${path} cannot be written: ${(cause as Error).message}. Name another file with -D.`, { cause })
  }
  const onScreen = file === 1 && process.stdout.isTTY === true
  return {
    write: head => void writeSync(file, onScreen ? escapedLines(headerText(head)) : headerText(head), null, 'latin1'),
    [Symbol.dispose]: () => {
      if (file !== 1) closeSync(file)
    },
  }
}

function escapedLines(text: string): string {
  return text
    .split('\r\n')
    .map(line => escapeTerminal(line, Infinity))
    .join('\n')
}
