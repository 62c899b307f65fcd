import { lstatSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { shellQuote } from '../curl/shell-quote.ts'

type Files = { readonly handlers?: unknown; readonly output?: unknown; readonly cookies?: unknown }

/**
 * What `resume` wants beside the folder of a crawl. A folder may come from somebody else: nothing in it names code that is run, or a file
 * that is read and written anywhere but directly in the folder.
 */
export function flagsToRepeat(folder: string, files: Files): string[] {
  return (['handlers', 'output', 'cookies'] as const).flatMap(name =>
    [files[name] ?? []]
      .flat()
      .map(String)
      .filter(file => name === 'handlers' || !isOwn(folder, file))
      .map(file => `--${name} ${shellQuote(file)}`),
  )
}

/** @param recorded options of crawl.json @throws CrawlError usage when the command line does not name again what it must */
export function requireNamed(folder: string, recorded: Files, { handlers, output, cookies }: Files): void {
  const repeat = flagsToRepeat(folder, {
    handlers: handlers === undefined ? recorded.handlers : undefined,
    output: output === undefined ? recorded.output : undefined,
    cookies: cookies === undefined ? recorded.cookies : undefined,
  })
  if (repeat.length === 0) return
  const says = 'This crawl runs code, or uses files outside its folder, and they must be named again'
  throw new CrawlError('usage', `${says}: orbweaver resume ${shellQuote(folder)} ${repeat.join(' ')}`)
}

function isOwn(folder: string, file: string): boolean {
  const path = resolve(file)
  return dirname(path) === resolve(folder) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true
}
