export type PageKind = 'html' | 'xml' | 'sitemap' | 'feed' | 'text' | 'binary' | 'empty'

/**
 * What a body is, by its media type and its first bytes (MIME Sniffing Standard, sections 5 to 7, as far as a crawl must tell things
 * apart). The type is believed, except where bytes say outright that it is wrong: a "text/html" that begins as PNG, PDF or ELF is binary.
 * @param type media type in lower case; empty when the server named none or nonsense
 */
export function pageKind(type: string, bytes: Uint8Array): PageKind {
  if (bytes.length === 0) return 'empty'
  const start = startOf(bytes)
  if (signatures.test(start)) return 'binary'
  if (/^(?:text\/html|application\/xhtml\+xml)$/.test(type)) return 'html'
  if (/(?:^(?:text|application)\/xml|\+xml)$/.test(type)) return type === 'image/svg+xml' ? 'xml' : xmlKind(start)
  const isUnknown = type === '' || unknownTypes.has(type)
  if ((isUnknown || type === 'text/plain') && binaryBytes.test(start)) return 'binary'
  if (isUnknown) return sniffed(start)
  // XML sent as plain text is looked into, for feeds and sitemaps; nothing else is
  if (type === 'text/plain') return /^\s*<\?xml[\s>]/i.test(start) ? xmlKind(start) : 'text'
  return /^text\/|^application\/(?:json|javascript|ecmascript|x-ndjson)$|\+json$/.test(type) ? 'text' : 'binary'
}

function sniffed(start: string): PageKind {
  if (htmlStart.test(start)) return 'html'
  if (/^\s*<\?xml/i.test(start) || rootElement(start) !== '') return xmlKind(start)
  return 'text'
}

function xmlKind(start: string): PageKind {
  const root = rootElement(start)
  if (root === 'urlset' || root === 'sitemapindex') return 'sitemap'
  if (root === 'rss' || root === 'rdf' || root === 'feed') return 'feed'
  return root === 'html' ? 'html' : 'xml'
}

/** The first element's name without prefix, lower case; empty when none is in sight. */
function rootElement(start: string): string {
  const places = /<!--[\s\S]*?(?:-->|$)|<[?!][^>]*>|<(?:[\w.-]+:)?([\w.-]+)[\s/>]/g
  for (const match of start.matchAll(places)) if (match[1] !== undefined) return match[1].toLowerCase()
  return ''
}

/** The resource header: what the standard looks at, and room for a comment. UTF-16 text loses its NULs, so that it can be read. */
function startOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headerLength)).toString('latin1')
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start)) return start.slice(2).replaceAll('\0', '')
  if (start.startsWith('<\0') || start.startsWith('\0<')) return start.replaceAll('\0', '')
  return start.startsWith('\xef\xbb\xbf') ? start.slice(3) : start
}

const headerLength = 1445

const unknownTypes: ReadonlySet<string> = new Set(['application/unknown', 'unknown/unknown', '*/*'])

// %PDF-, PostScript, PNG, JPEG, GIF, RIFF, ZIP, RAR, gzip, ELF, Windows programs, WebM, Ogg, fonts, WebAssembly
const signatures =
  /^(?:%PDF-|%!PS-Adobe-|\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF[\s\S]{4}|PK\x03\x04|Rar!\x1a|\x1f\x8b|\x7fELF|MZ[\s\S]\0|\x1a\x45\xdf\xa3|OggS\0|wOF[F2]|\0asm|[\s\S]{4}ftyp)/

/** "Binary data byte" (section 4.1): only asked where the type says nothing, for broken pages hold some and are read all the same. */
const binaryBytes = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/

const htmlStart =
  /^[\t\n\f\r ]*(?:<!doctype html|<html|<head|<script|<iframe|<h1|<div|<font|<table|<a|<style|<title|<b|<body|<br|<p|<meta)[ >]|^[\t\n\f\r ]*<!--/i
