import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** URL prefix -> folder of files. */
export type Roots = Readonly<Record<string, string>>

const docs = '/usr/share/doc'
const postgres = { '/pg/': `${docs}/postgresql-doc-15/html/` }
/** Documentation as Debian ships it. */
export const corpora: ReadonlyMap<string, Roots> = new Map<string, Roots>([
  ['pg', postgres],
  ['docs', { ...postgres, '/py/': `${docs}/python3.11/html/`, '/boost/': `${docs}/libboost1.74-doc/` }],
])
const firstPages: Readonly<Record<string, string>> = { '/pg/': 'index.html', '/py/': 'index.html', '/boost/': 'doc/html/index.html' }

/** The job of all: pages by their name, anything else is left. The peers have it written in their own programs. */
export const pageUrl = '^[^?]*(\\.html?|/)(\\?.*)?$'

/** Writes `/start.html`, which leads to all parts of a corpus. @returns the roots with its folder */
export function withStart(roots: Roots, folder: string): Roots {
  mkdirSync(folder)
  const anchors = Object.keys(roots).map(prefix => `<li><a href="${prefix}${firstPages[prefix]}">${prefix}</a></li>`)
  const html = `<!DOCTYPE html><html><head><title>Start</title></head><body><ul>${anchors.join('')}</ul></body></html>`
  writeFileSync(join(folder, 'start.html'), html)
  return { ...roots, '/': `${folder}/` }
}
