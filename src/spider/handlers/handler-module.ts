import { fileURLToPath, pathToFileURL } from 'node:url'
import { CrawlError } from '../../base/crawl-error.ts'
import type { Handler } from '../visit.ts'

export type HandlerRoute = { readonly pattern: string | undefined; readonly handler: Handler }

/** @param module a path, from the working directory, or a `file:` URL */
export function handlerModule(module: string | URL): URL {
  return typeof module === 'string' && !module.startsWith('file:') ? pathToFileURL(module) : new URL(module)
}

/**
 * The handlers that a module exports, in the order in which they are tried: `visits`, URL pattern -> handler, then `visit` or the default
 * export, for all other pages. @throws CrawlError usage
 */
export async function loadHandlers(module: URL): Promise<readonly HandlerRoute[]> {
  const path = module.protocol === 'file:' ? fileURLToPath(module) : module.href
  const found = (await import(module.href).catch((cause: unknown) => {
    throw new CrawlError('usage', `The handlers in ${path} cannot be loaded: ${messageOf(cause)}`, { cause })
  })) as Readonly<Record<string, unknown>>
  const { visits = {}, visit = found['default'] } = found
  if (typeof visits !== 'object' || visits === null) throw unusable(path, 'its `visits` is no object of URL patterns and functions')
  const routes = Object.entries(visits).map(([pattern, handler]: [string, unknown]) => {
    if (!isHandler(handler)) throw unusable(path, `\`visits['${pattern}']\` is no function`)
    return { pattern, handler }
  })
  if (visit === undefined && routes.length === 0) throw unusable(path, 'it exports neither `visits` nor `visit`')
  if (visit === undefined) return routes
  if (!isHandler(visit)) throw unusable(path, 'its `visit` (or default export) is no function')
  return [...routes, { pattern: undefined, handler: visit }]
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function'
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function unusable(path: string, why: string): CrawlError {
  return new CrawlError(
    'usage',
    `${path} is no module of handlers: ${why}. Write: export function visit({ page, follow, save }) { save({ title: page.title }) }`,
  )
}
