import type { Via } from '../url/link.ts'
import type { RawForm } from './form-reader.ts'
import { createForeignContent } from './markup/foreign-content.ts'
import type { PageBytes } from './markup/page-bytes.ts'
import { textBytes } from './markup/page-bytes.ts'
import { walkMarkup } from './markup/walk-markup.ts'
import type { FoundScan } from './page-scanner.ts'
import { PageScanner } from './page-scanner.ts'

/** A link as the page writes it: entities decoded, trimmed, not resolved. */
export type RawLink = {
  readonly href: string
  readonly via: Via
  /** Anchor text or the `alt` of an area, white space collapsed, at most `limits.anchorLength`; undefined for other links. */
  readonly text: string | undefined
  /** `rel` tokens, lower case, joined by a space. */
  readonly rel: string | undefined
}

export type PageScan = {
  /** The first `<title>` outside svg, white space collapsed, at most `limits.titleLength`. */
  title: string | undefined
  /** The first `base[href]`, as written. */
  baseHref: string | undefined
  /** The first `link[rel=canonical]`, as written. */
  canonical: string | undefined
  lang: string | undefined
  readonly links: RawLink[]
  /** Links left out because the page has more than `limits.linksPerPage`. */
  overLimit: number
  readonly forms: RawForm[]
  /** Metas in document order; the name is that of `name`, `http-equiv` or `property`, lower case. */
  readonly meta: { readonly name: string; readonly content: string }[]
}

export type ScanOptions = {
  /** Also what the page loads: images, scripts, styles, media. Default false: what a crawl follows. */
  readonly resources?: boolean | undefined
}

/**
 * Reads title, links, forms and metas of an HTML page in one pass, without a tree. Any text will do; nothing throws.
 * Comments, raw text (script, style, textarea, iframe ...) and `<template>` are passed over; `<noscript>` is read, for scripts do not run.
 */
export function scanPage(page: string | PageBytes, options: ScanOptions = {}): PageScan {
  const scan = scanBytes(typeof page === 'string' ? textBytes(page) : page, options)
  return { ...scan, links: scan.links.map(({ href, via, text, rel }) => ({ href, via, text, rel })) }
}

/** The same, for as long as the page is at hand. */
export function scanBytes(page: PageBytes, { resources = false }: ScanOptions = {}): FoundScan {
  const foreign = createForeignContent()
  const scanner = new PageScanner(page, foreign, resources)
  walkMarkup(page.bytes, scanner, foreign)
  return scanner.end()
}
