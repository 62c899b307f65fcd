import { withoutCredentials } from '../base/escape.ts'
import { limits } from '../base/limits.ts'
import { parseContentDisposition } from '../headers/content-disposition.ts'
import { parseMediaType } from '../headers/media-type.ts'
import { extensionFits, extensionFor } from './extensions.ts'
import { extensionOf, fitsName, markName, safeName } from './safe-name.ts'

export type NameHints = {
  /** The answer's Content-Disposition: the name that it proposes goes before the URL's. */
  readonly contentDisposition?: string | undefined
  /** The answer's Content-Type: gives an extension where the name has none, or one that does not fit. */
  readonly contentType?: string | undefined
}

/**
 * One safe name for what a URL gives, for a folder of downloads: `image.jpg`. The last segment of its path, or what the server proposes;
 * `index` when there is none. Two URLs may get the same name: see `overwrite`.
 */
export function fileNameFor(url: string, { contentDisposition, contentType }: NameHints = {}): string {
  const proposed = safeName(
    parseContentDisposition(contentDisposition ?? '')
      .fileName?.split(/[/\\]/)
      .at(-1) ?? '',
  )
  const segment = new URL(url).pathname.split('/').findLast(text => text !== '')
  const named = proposed || safeName(decodeSegment(segment ?? ''))
  const name = named || 'index'
  const type = parseMediaType(contentType).type
  const isWrong = extensionOf(name) === '' || (proposed === '' && !extensionFits(type, extensionOf(name).slice(1)))
  const extension = isWrong ? (extensionFor(type) ?? (named === '' ? 'html' : undefined)) : undefined
  const whole = extension === undefined ? name : `${name}.${extension}`
  return fitsName(whole) ? whole : markName(whole, `~${hashOf(url)}`)
}

/**
 * A path of its own for each URL, relative to the output folder, for a mirror of a site: `example.org/docs/intro.html`. No two URLs share
 * one, on file systems that fold case too, and none is a folder of another. It is made from the URL alone, so a second run finds the first
 * one's files. What the URL says and a name cannot hold is kept apart by `~` and a hash.
 */
export function filePathFor(url: string, { contentType }: Pick<NameHints, 'contentType'> = {}): string {
  const { protocol, hostname, port, pathname, href } = withoutFragment(url)
  const segments = pathname.split('/').slice(1)
  const last = segments.pop() ?? ''
  const file = fileSegment(last, href, parseMediaType(contentType).type)
  const host = folderSegment(`${hostname}${protocol === 'https:' ? '' : `_${protocol.slice(0, -1)}`}${port && `_${port}`}`, hostname)
  const path = [host, ...segments.map(segment => folderSegment(segment)), file].join('/')
  return Buffer.byteLength(path) <= limits.filePathBytes ? path : [host, `~${hashOf(pathname)}`, file].join('/')
}

/** A folder without a mark has no dot in its name, and a file without one has: so `/a` and `/a/b` never meet. */
function folderSegment(raw: string, hostname?: string): string {
  const name = safeName(decodeSegment(raw))
  const isPlain = hostname === undefined ? !name.includes('.') : !hostname.includes('_')
  if (name !== '' && isPlain && isFaithful(name, raw) && fitsName(name)) return name
  return markName(name, `~${hashOf(raw)}`, '')
}

function fileSegment(raw: string, href: string, type: string): string {
  // Also an empty one, which `search` does not tell from none.
  const [, query] = href.split('?', 2)
  if (raw === '' && query === undefined) return `index.${extensionFor(type) ?? 'html'}`
  const name = safeName(decodeSegment(raw)) || 'index'
  const asked = query === undefined ? '' : `_${safeName(decodeSegment(query.slice(0, 60)))}`
  const own = extensionOf(name)
  const extension = own === '' || !extensionFits(type, own.slice(1)) ? extensionFor(type) : undefined
  const isFaithfulName = asked === '' && raw !== '' && !/^index\./.test(name) && isFaithful(name, raw) && fitsName(`${name}~.${extension}`)
  if (isFaithfulName && own !== '' && extension === undefined) return name
  const mark = isFaithfulName ? '~' : `~${hashOf(href)}`
  if (extension !== undefined) return markName(`${name}${asked}.${extension}`, mark, `.${extension}`)
  return markName(`${name.slice(0, name.length - own.length)}${asked}${own}`, mark, own)
}

/** Can the name be read back: is it spelled as the URL spells it, and is no other name equal to it where case or form do not count? */
function isFaithful(name: string, raw: string): boolean {
  return (
    name === name.normalize('NFKC').toUpperCase().toLowerCase() && new URL(`http://x/${name.replaceAll('%', '%25')}`).pathname === `/${raw}`
  )
}

function withoutFragment(text: string): URL {
  const url = new URL(withoutCredentials(text))
  url.hash = ''
  return url
}

/** Bytes that are no UTF-8 become U+FFFD. */
function decodeSegment(raw: string): string {
  if (!raw.includes('%')) return raw
  return Buffer.from(
    raw.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  ).toString()
}

/** Stands for a text in a name. */
export function hashOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 16)
}
