import { absoluteUrl } from '../read/document-base.ts'
import { collapseSpace } from '../read/plain-text.ts'
import type { Tag } from '../tree/tag.ts'
import { destination, escapeText } from './escape.ts'
import type { InlineWriter, Mark } from './inline-writer.ts'

const strong: Mark = { kind: 'strong', open: '**', close: '**', tags: ['<strong>', '</strong>'] }
const emphasis: Mark = { kind: 'em', open: '*', close: '*', tags: ['<em>', '</em>'] }
const struck: Mark = { kind: 'del', open: '~~', close: '~~', tags: ['<del>', '</del>'] }

const marks: ReadonlyMap<string, Mark> = new Map([
  ...['strong', 'b', 'dt'].map((name): [string, Mark] => [name, strong]),
  ...['em', 'i', 'cite', 'dfn', 'var'].map((name): [string, Mark] => [name, emphasis]),
  ...['del', 's', 'strike'].map((name): [string, Mark] => [name, struck]),
  // Markdown has no marks for these, and 10 to the 6 is not 106.
  ...['sup', 'sub'].map((name): [string, Mark] => [name, { kind: name, open: `<${name}>`, close: `</${name}>` }]),
])

const codeTags: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt'])

/** Tags that mark text or are a part of it. */
export class InlineTags {
  readonly #inline: InlineWriter
  readonly #base: string | undefined

  constructor(inline: InlineWriter, base: string | undefined) {
    this.#inline = inline
    this.#base = base
  }

  /** @returns false when all of the tag is written */
  open(tag: Tag): boolean {
    const mark = markOf(tag, this.#base)
    if (mark !== undefined) this.#inline.open(mark)
    else if (tag.name === 'img') this.#image(tag)
    else if (codeTags.has(tag.name)) {
      this.#inline.code(tag.getText())
      return false
    }
    return true
  }

  close(tag: Tag): void {
    const mark = markOf(tag, this.#base)
    if (mark !== undefined) this.#inline.close(mark.kind)
  }

  #image(tag: Tag): void {
    const alt = collapseSpace(tag.get('alt') ?? '')
    const url = addressOf(tag.get('src'), this.#base)
    if (url !== undefined) this.#inline.atom(`![${escapeText(alt, true)}](${url}${titleOf(tag)})`)
    else this.#inline.text(alt)
  }
}

function markOf(tag: Tag, base: string | undefined): Mark | undefined {
  if (tag.name !== 'a') return marks.get(tag.name)
  const url = addressOf(tag.get('href'), base)
  return url === undefined ? undefined : { kind: 'link', open: '[', close: `](${url}${titleOf(tag)})` }
}

/** Nothing for what runs or carries a whole file in itself. */
function addressOf(written: string | undefined, base: string | undefined): string | undefined {
  const href = written?.trim() ?? ''
  if (href === '') return undefined
  const url = absoluteUrl(href, base) ?? href
  return /^(?:javascript|vbscript|data):/i.test(url.replace(/[\u0000-\u0020]/g, '')) ? undefined : destination(url)
}

function titleOf(tag: Tag): string {
  const title = collapseSpace(tag.get('title') ?? '')
  return title === '' ? '' : ` "${escapeText(title, true).replaceAll('"', '\\"')}"`
}
