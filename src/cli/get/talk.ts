import { escapeTerminal } from '../../base/escape.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { failureOf } from '../exit-codes.ts'
import { jsonLine } from '../json-line.ts'
import type { GetOrder } from './get-order.ts'
import { outputOf } from './outputs.ts'
import type { ProgressBar } from './show-progress.ts'
import { summaryLine } from './summary.ts'
import type { Transfer } from './transfer.ts'
import type { Template } from './write-out.ts'

/** What a command says beside the bodies: progress, summaries, warnings, errors, and what was asked to be printed. */
export type Talk = {
  hop(exchange: Exchange): void
  warn(text: string): void
  /** @returns told of progress */
  begin(index: number, url: URL): Promise<((written: number, total: number | undefined) => void) | undefined>
  end(transfer: Transfer, writeOut: Template | undefined): void
  close(): void
}

export async function createTalk(get: GetOrder, debug: boolean): Promise<Talk> {
  const say = (text: string): void => void process.stderr.write(text)
  const wire = get.verbose ? (await import('./verbose.ts')).showWire(say, get.showSecrets === true) : undefined
  const json = get.exchangeJson ? await import('./exchange-json.ts') : undefined
  const quiet = get.silent === true || get.quiet === true
  let bar: ProgressBar | undefined
  let onScreen = false
  return {
    hop: exchange => wire?.hop(exchange),
    warn: text => void (quiet || say(`orbweaver: ${escapeTerminal(text)}\n`)),
    async begin(index, url) {
      const output = await outputOf(get, index, url)
      // A bar would stand in the middle of the text.
      onScreen = output.kind === 'stdout' && process.stdout.isTTY === true
      const inTheWay = get.verbose || onScreen
      if (quiet || get.progress === false || inTheWay || process.stderr.isTTY !== true) return undefined
      const { showProgress } = await import('./show-progress.ts')
      bar = showProgress('path' in output ? output.path : url.pathname)
      return bar.update
    },
    end(transfer, writeOut) {
      bar?.end()
      bar = undefined
      const { stdout = '', stderr = '' } = writeOut?.(transfer) ?? {}
      const shown = get.maxChars === undefined || transfer.characters === undefined ? '' : `\n${transfer.characters} characters.\n`
      const copied = get.seedStyle && transfer.error === undefined ? `${transfer.written} characters copied.\n` : ''
      const record = json === undefined ? '' : jsonLine(json.exchangeJson(transfer))
      if (shown + copied + record + stdout !== '') process.stdout.write(shown + copied + record + stdout)
      if (stderr !== '') say(stderr)
      if (transfer.error !== undefined) {
        if (!get.silent || get.showError) say(`${failureOf(transfer.error).line}\n`)
        if (debug) console.error(transfer.error)
      } else if (!quiet && !get.seedStyle && (get.progress ?? (process.stderr.isTTY === true && !onScreen)))
        say(`${summaryLine(transfer)}\n`)
    },
    close: () => wire?.end(),
  }
}
