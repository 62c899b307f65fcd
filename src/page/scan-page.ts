import { decodeHTML } from 'entities'
import type { TokenizerCallbacks } from 'htmlparser2'
import { Tokenizer } from 'htmlparser2'
import { copyText } from '../base/copy-text.ts'
import { limits } from '../base/limits.ts'
import { blockTags, silentTags } from '../soup/text/block-tags.ts'
import type { Via } from '../url/link.ts'
import { cleanAttribute, cleanText, collapseSpace } from './clean-text.ts'
import { createForeignContent } from './foreign-content.ts'
import type { ControlKind, RawForm } from './form-reader.ts'
import { FormReader } from './form-reader.ts'
import { linkElementVia } from './link-element.ts'
import { maskCdata } from './mask-cdata.ts'
import { parseRefresh } from './parse-refresh.ts'
import { parseSrcset } from './parse-srcset.ts'
import type { TagKind } from './tag-names.ts'
import { allTags, attributeAt, attributes, followedTags, tagAt } from './tag-names.ts'
import type { TextRun } from './text-run.ts'
import { addPlace, addWords, startRun, takeRun } from './text-run.ts'

/** A link as the page writes it: entities decoded, trimmed, not resolved. */
export type RawLink = {
  readonly href: string
  readonly via: Via
  /** Anchor text or the `alt` of an area, white space collapsed, at most `limits.anchorLength`; undefined for other links. */
  text: string | undefined
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
export function scanPage(html: string, options: ScanOptions = {}): PageScan {
  const scanner = new PageScanner(html, options.resources === true)
  const tokenizer = new Tokenizer({ decodeEntities: false }, scanner)
  tokenizer.write(maskCdata(html))
  tokenizer.end()
  return scanner.scan
}

/** The tokenizer's listener. It is told places, not strings, and cuts a string only for what it keeps. */
class PageScanner implements TokenizerCallbacks {
  readonly #forms = new FormReader()
  readonly scan: PageScan = {
    title: undefined,
    baseHref: undefined,
    canonical: undefined,
    lang: undefined,
    links: [],
    overLimit: 0,
    forms: this.#forms.forms,
    meta: [],
  }
  readonly #html: string
  readonly #resources: boolean
  readonly #tags
  readonly #foreign = createForeignContent()

  // The tag being read: its kind if it is of interest, its attributes as bits and places.
  #kind: TagKind | undefined = undefined
  #name = ''
  #attribute = 0
  #seen = 0
  readonly #starts = new Int32Array(32)
  readonly #ends = new Int32Array(32)

  // What is open.
  #templates = 0
  #anchor: RawLink | undefined = undefined
  #anchorText = startRun()
  #isSilent = false
  #gathered: TextRun | undefined = undefined
  #takeGathered: (raw: string) => void = () => {}

  constructor(html: string, resources: boolean) {
    this.#html = html
    this.#resources = resources
    this.#tags = resources ? allTags : followedTags
  }

  onopentagname(start: number, end: number): void {
    this.#kind = tagAt(this.#tags, this.#html, start, end)
    this.#attribute = 0
    this.#seen = 0
    if (this.#anchor !== undefined || this.#foreign.isOpen) this.#openInside(this.#html.slice(start, end).toLowerCase())
  }

  onattribname(start: number, end: number): void {
    if (this.#kind === undefined) return
    const attribute = attributeAt(this.#html, start, end)
    // the first of two attributes of one name wins
    this.#attribute = attribute & ~this.#seen
    if (this.#attribute === 0) return
    this.#seen |= attribute
    this.#place(attribute, 0, 0)
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== 0) this.#place(this.#attribute, start, end)
  }

  onopentagend(): void {
    this.#endTag(false)
  }

  onselfclosingtag(): void {
    this.#endTag(true)
  }

  onclosetag(start: number, end: number): void {
    if (this.#gathered !== undefined) this.#endGathering()
    this.#isSilent = false
    if (this.#anchor !== undefined) this.#closeInside(start, end)
    if (this.#templates > 0 || this.#forms.isOpen || this.#foreign.isOpen) this.#close(this.#html.slice(start, end).toLowerCase())
  }

  ontext(start: number, end: number): void {
    if (this.#gathered !== undefined) addPlace(this.#gathered, this.#html, start, end)
    else if (this.#anchor !== undefined && !this.#isSilent && this.#templates === 0) addPlace(this.#anchorText, this.#html, start, end)
  }

  onend(): void {
    if (this.#gathered !== undefined) this.#endGathering()
    this.#closeAnchor()
  }

  isInForeignContext(): boolean {
    return this.#foreign.isForeign
  }

  onattribentity(): void {}
  onattribend(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  ontextentity(): void {}

  /** A tag inside an anchor or inside svg: its name matters beyond the table. */
  #openInside(name: string): void {
    if (this.#foreign.isOpen) this.#name = name
    if (this.#anchor === undefined || this.#templates > 0) return
    if (silentTags.has(name) && !this.#foreign.isForeign) this.#isSilent = true
    else if (name === 'img') this.#kind = 'img'
    else if (blockTags.has(name)) addWords(this.#anchorText, this.#html, ' ')
  }

  #closeInside(start: number, end: number): void {
    if (this.#templates > 0) return
    if (end - start > 1) {
      if (blockTags.has(this.#html.slice(start, end).toLowerCase())) addWords(this.#anchorText, this.#html, ' ')
    } else if ((this.#html.charCodeAt(start) | 0x20) === 0x61) this.#closeAnchor()
  }

  #close(name: string): void {
    if (this.#foreign.isOpen) this.#foreign.close(name)
    if (name === 'template') this.#templates = Math.max(0, this.#templates - 1)
    else if (this.#templates === 0) this.#forms.close(name)
  }

  #endTag(isSelfClosing: boolean): void {
    if (this.#name !== '') this.#foreign.open(this.#name, isSelfClosing)
    else if (this.#kind === 'svg' || this.#kind === 'math') this.#foreign.open(this.#kind, isSelfClosing)
    this.#name = ''
    if (this.#kind !== undefined) this.#open(this.#kind)
  }

  #open(kind: TagKind): void {
    if (kind === 'template' && !this.#foreign.isForeign) this.#templates++
    if (this.#templates > 0) return
    switch (kind) {
      case 'a':
        this.#openAnchor()
        break
      case 'area':
        this.#push(this.#value(attributes.href), 'area', cleanText(this.#raw(attributes.alt), limits.anchorLength))
        break
      case 'base':
        this.scan.baseHref ??= this.#value(attributes.href)
        break
      case 'html':
        this.scan.lang ??= this.#value(attributes.lang)
        break
      case 'title':
        if (this.scan.title === undefined && !this.#foreign.isOpen) this.#gather(raw => this.#setTitle(raw))
        break
      case 'link':
        this.#openLink()
        break
      case 'meta':
        this.#openMeta()
        break
      case 'frame':
      case 'iframe':
        this.#push(this.#value(attributes.src), 'frame')
        break
      case 'form':
        this.#openForm()
        break
      case 'input':
      case 'button':
      case 'select':
      case 'textarea':
        this.#openControl(kind)
        break
      case 'option':
        this.#openOption()
        break
      default:
        this.#openResource(kind)
    }
  }

  #setTitle(raw: string): void {
    this.scan.title = cleanText(raw, limits.titleLength)
  }

  #openAnchor(): void {
    // an anchor ends the one before it: they do not nest
    this.#closeAnchor()
    const href = this.#value(attributes.href)
    if (href === undefined) return
    const count = this.scan.links.length
    this.#push(href, 'anchor', '')
    this.#anchor = this.scan.links[count]
    this.#anchorText = startRun()
  }

  #closeAnchor(): void {
    if (this.#anchor === undefined) return
    this.#anchor.text = cleanText(takeRun(this.#anchorText, this.#html), limits.anchorLength)
    this.#anchor = undefined
  }

  #openLink(): void {
    const href = this.#value(attributes.href)
    if (href === undefined || href === '') return
    const rel = this.#rel() ?? ''
    const { via, isResource } = linkElementVia(rel, this.#raw(attributes.type))
    if (via === 'canonical') this.scan.canonical ??= href
    if (!isResource || this.#resources) this.#push(href, via)
  }

  #openMeta(): void {
    const name = this.#value(attributes.name) ?? this.#value(attributes.httpEquiv) ?? this.#value(attributes.property)
    const content = this.#value(attributes.content)
    if (content === undefined) return
    if (name !== undefined && this.scan.meta.length < limits.linksPerPage) this.scan.meta.push({ name: name.toLowerCase(), content })
    if (this.#value(attributes.httpEquiv)?.toLowerCase() !== 'refresh') return
    const target = parseRefresh(content)
    if (target !== undefined) this.#push(copyText(target), 'refresh')
  }

  #openControl(kind: ControlKind): void {
    if (kind === 'input' && this.#resources && this.#raw(attributes.type).toLowerCase() === 'image')
      this.#push(this.#value(attributes.src), 'image')
    if (!this.#forms.isOpen) return
    const type = this.#value(attributes.type)?.toLowerCase() ?? ''
    const take = this.#forms.addControl(kind, this.#value(attributes.name) ?? '', type, this.#decoded(attributes.value))
    if (take !== undefined) this.#gather(take)
  }

  #openForm(): void {
    const method = this.#value(attributes.method)?.toLowerCase()
    this.#forms.open(this.#value(attributes.action), method, this.#value(attributes.enctype)?.toLowerCase())
  }

  #openOption(): void {
    if (this.#gathered !== undefined) this.#endGathering()
    if (!this.#forms.wantsOption((this.#seen & attributes.selected) !== 0)) return
    const take = this.#forms.addOption(this.#decoded(attributes.value))
    if (take !== undefined) this.#gather(take)
  }

  #openResource(kind: TagKind): void {
    if (kind === 'img' && this.#anchor !== undefined) {
      const alt = this.#raw(attributes.alt)
      if (alt !== '') addWords(this.#anchorText, this.#html, ` ${alt} `)
    }
    if (!this.#resources) return
    if (kind === 'img' || kind === 'image') this.#push(this.#value(attributes.src), 'image')
    else if (kind === 'script') this.#push(this.#value(attributes.src), 'script')
    else if (kind === 'object') this.#push(this.#value(attributes.data), 'media')
    else if (kind === 'body') this.#push(this.#value(attributes.background), 'image')
    else this.#push(this.#value(attributes.src), 'media')
    const graphic = kind === 'use' || kind === 'image' || kind === 'script' ? this.#value(attributes.href) : undefined
    if (graphic !== undefined && !graphic.startsWith('#')) this.#push(graphic, kind === 'script' ? 'script' : 'image')
    for (const href of parseSrcset(this.#value(attributes.srcset) ?? '')) this.#push(copyText(href), 'image')
    this.#push(this.#value(attributes.poster), 'image')
  }

  #push(href: string | undefined, via: Via, text?: string): void {
    if (href === undefined || (href === '' && via !== 'anchor' && via !== 'area')) return
    if (this.scan.links.length < limits.linksPerPage) this.scan.links.push({ href, via, text, rel: this.#rel() })
    else this.scan.overLimit++
  }

  #gather(take: (raw: string) => void): void {
    this.#gathered = startRun()
    this.#takeGathered = take
  }

  #endGathering(): void {
    if (this.#gathered !== undefined) this.#takeGathered(takeRun(this.#gathered, this.#html))
    this.#gathered = undefined
  }

  #place(attribute: number, start: number, end: number): void {
    const slot = 31 - Math.clz32(attribute)
    this.#starts[slot] = start
    this.#ends[slot] = end
  }

  /** The attribute as written; empty when absent. */
  #raw(attribute: number): string {
    if ((this.#seen & attribute) === 0) return ''
    const slot = 31 - Math.clz32(attribute)
    return this.#html.slice(this.#starts[slot], this.#ends[slot])
  }

  #value(attribute: number): string | undefined {
    return (this.#seen & attribute) === 0 ? undefined : cleanAttribute(this.#raw(attribute))
  }

  /** Like `#value`, with its white space: what a form sends. */
  #decoded(attribute: number): string | undefined {
    return (this.#seen & attribute) === 0 ? undefined : copyText(decodeHTML(this.#raw(attribute)))
  }

  #rel(): string | undefined {
    return (this.#seen & attributes.rel) === 0
      ? undefined
      : copyText(collapseSpace(this.#value(attributes.rel)!.toLowerCase())) || undefined
  }
}
