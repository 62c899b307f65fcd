import { closeSync, openSync, writeSync } from 'node:fs'
import { onDiskNow } from '../../base/disk-error.ts'
import { escapeTerminal } from '../../base/escape.ts'
import type { Head } from '../../exchange/order.ts'
import { headerText } from './header-text.ts'

/** `-D`: every header of a command in one file, or on standard output with `-`. @throws CrawlError disk-full, file */
export function openHeaderFile(path: string): Disposable & { write(head: Head): void } {
  const onFile = <Result>(work: () => Result): Result => onDiskNow(path, work)
  const file = path === '-' ? 1 : onFile(() => openSync(path, 'w'))
  const onScreen = file === 1 && process.stdout.isTTY === true
  return {
    write: head => onFile(() => void writeSync(file, onScreen ? escapedLines(headerText(head)) : headerText(head), null, 'latin1')),
    [Symbol.dispose]: () => {
      if (file !== 1) onFile(() => closeSync(file))
    },
  }
}

function escapedLines(text: string): string {
  return text
    .split('\r\n')
    .map(line => escapeTerminal(line, Infinity))
    .join('\n')
}
