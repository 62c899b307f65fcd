import { decodeHTML } from 'entities'
import { copyText } from '../base/copy-text.ts'
import { limits } from '../base/limits.ts'
import type { Via } from '../url/link.ts'
import { cleanAttribute, cleanText, collapseSpace } from './clean-text.ts'
import type { ControlKind } from './form-reader.ts'
import { FormReader } from './form-reader.ts'
import { FoundLink } from './found-link.ts'
import { linkElementVia } from './link-element.ts'
import type { ForeignContent } from './markup/foreign-content.ts'
import type { Tag } from './markup/names.ts'
import { attributes } from './markup/names.ts'
import type { PageBytes } from './markup/page-bytes.ts'
import type { MarkupListener } from './markup/walk-markup.ts'
import { parseRefresh } from './parse-refresh.ts'
import { parseSrcset } from './parse-srcset.ts'
import type { PageScan } from './scan-page.ts'
import type { TextRun } from './text-run.ts'
import { addPlace, addWords, startRun, takeRun } from './text-run.ts'

/** What the walk finds; its links hold the page. */
export type FoundScan = Omit<PageScan, 'links'> & { readonly links: FoundLink[] }

/** Takes from the markup what `scanPage` gives. It is told places, and cuts a string only for what it keeps. */
export class PageScanner implements MarkupListener {
  readonly #forms = new FormReader()
  readonly #scan: FoundScan = {
    title: undefined,
    baseHref: undefined,
    canonical: undefined,
    lang: undefined,
    links: [],
    overLimit: 0,
    forms: this.#forms.forms,
    meta: [],
  }
  readonly #page: PageBytes
  readonly #resources: boolean
  readonly #foreign: ForeignContent

  // The tag being read: is it of interest, and its attributes as bits and places.
  #tag: Tag | undefined = undefined
  #isWanted = false
  #seen = 0
  readonly #starts = new Int32Array(32)
  readonly #ends = new Int32Array(32)

  // What is open.
  #templates = 0
  #anchor: FoundLink | undefined = undefined
  #isSilent = false
  #gathered: TextRun | undefined = undefined
  #takeGathered: (raw: string) => void = () => {}

  constructor(page: PageBytes, foreign: ForeignContent, resources: boolean) {
    this.#page = page
    this.#foreign = foreign
    this.#resources = resources
  }

  startTag(tag: Tag): boolean {
    this.#tag = tag
    this.#seen = 0
    this.#isWanted = tag.isFollowed || (tag.isLoaded && (this.#resources || (tag.name === 'img' && this.#anchor !== undefined)))
    return this.#isWanted
  }

  attribute(attribute: number, start: number, end: number): void {
    // The first of two attributes of one name wins.
    if ((this.#seen & attribute) !== 0) return
    this.#seen |= attribute
    const slot = 31 - Math.clz32(attribute)
    this.#starts[slot] = start
    this.#ends[slot] = end
  }

  startTagEnd(): void {
    const tag = this.#tag!
    if (this.#anchor !== undefined && this.#templates === 0) {
      if (tag.isSilent && !this.#foreign.isForeign) this.#isSilent = true
      else if (tag.isBlock) addWords(this.#anchor, this.#page, ' ')
    }
    if (this.#isWanted) this.#open(tag.name)
  }

  endTag({ name, isBlock }: Tag): void {
    if (this.#gathered !== undefined) this.#endGathering()
    this.#isSilent = false
    if (this.#anchor !== undefined && this.#templates === 0) {
      if (name === 'a') this.#anchor = undefined
      else if (isBlock) addWords(this.#anchor, this.#page, ' ')
    }
    if (name === 'template') this.#templates = Math.max(0, this.#templates - 1)
    else if (this.#forms.isOpen && this.#templates === 0) this.#forms.close(name)
  }

  text(start: number, end: number): void {
    if (this.#gathered !== undefined) addPlace(this.#gathered, this.#page, start, end)
    else if (this.#anchor !== undefined && !this.#isSilent && this.#templates === 0) addPlace(this.#anchor, this.#page, start, end)
  }

  /** The page is over. */
  end(): FoundScan {
    if (this.#gathered !== undefined) this.#endGathering()
    return this.#scan
  }

  #open(kind: string): void {
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
        this.#scan.baseHref ??= this.#value(attributes.href)
        break
      case 'html':
        this.#scan.lang ??= this.#value(attributes.lang)
        break
      case 'title':
        if (this.#scan.title === undefined && !this.#foreign.isOpen) this.#gather(raw => this.#setTitle(raw))
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
    this.#scan.title = cleanText(raw, limits.titleLength)
  }

  #openAnchor(): void {
    // An anchor ends the one before it: they do not nest.
    this.#anchor = undefined
    const href = this.#value(attributes.href)
    if (href === undefined) return
    const count = this.#scan.links.length
    this.#push(href, 'anchor')
    this.#anchor = this.#scan.links[count]
  }

  #openLink(): void {
    const href = this.#value(attributes.href)
    if (href === undefined || href === '') return
    const rel = this.#rel() ?? ''
    const { via, isResource } = linkElementVia(rel, this.#raw(attributes.type))
    if (via === 'canonical') this.#scan.canonical ??= href
    if (!isResource || this.#resources) this.#push(href, via)
  }

  #openMeta(): void {
    const name = this.#value(attributes.name) ?? this.#value(attributes.httpEquiv) ?? this.#value(attributes.property)
    const content = this.#value(attributes.content)
    if (content === undefined) return
    if (name !== undefined && this.#scan.meta.length < limits.linksPerPage) this.#scan.meta.push({ name: name.toLowerCase(), content })
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

  #openResource(kind: string): void {
    if (kind === 'img' && this.#anchor !== undefined) {
      const alt = this.#raw(attributes.alt)
      if (alt !== '') addWords(this.#anchor, this.#page, ` ${alt} `)
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
    if (this.#scan.links.length < limits.linksPerPage) this.#scan.links.push(new FoundLink(this.#page, href, via, this.#rel(), text))
    else this.#scan.overLimit++
  }

  #gather(take: (raw: string) => void): void {
    this.#gathered = startRun()
    this.#takeGathered = take
  }

  #endGathering(): void {
    if (this.#gathered !== undefined) this.#takeGathered(takeRun(this.#gathered, this.#page))
    this.#gathered = undefined
  }

  /** The attribute as written; empty when absent. */
  #raw(attribute: number): string {
    if ((this.#seen & attribute) === 0) return ''
    const slot = 31 - Math.clz32(attribute)
    return this.#page.cut(this.#starts[slot]!, this.#ends[slot]!)
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
