import type { SniffedEncoding } from '../../base/encoding.ts'
import { checkedName } from './attributes.ts'
import { Branch } from './branch.ts'
import { Comment, TextNode } from './leaves.ts'
import type { AnyNode } from './node.ts'
import { Tag } from './tag.ts'

/** A parsed document, or a fragment of one: the root of its tree. */
export class Soup extends Branch {
  readonly kind = 'document'
  readonly name = '[document]'
  /** @internal */ sniffed: SniffedEncoding | undefined = undefined

  /** What the bytes of the document were read as, by the name that TextDecoder has for it; undefined when it was given as text. */
  get encoding(): string | undefined {
    return this.sniffed?.encoding
  }

  /** How that was found: by a byte order mark, the charset that was given, a `<meta>`, or by default. */
  get encodingSource(): SniffedEncoding['source'] | undefined {
    return this.sniffed?.source
  }

  /** @internal */
  override copy(): Soup {
    const soup = new Soup()
    soup.sniffed = this.sniffed
    return soup
  }

  /** @internal */
  override isLike(other: AnyNode): boolean {
    return other.kind === 'document'
  }

  get title(): Tag | null {
    return this.find('title')
  }

  get head(): Tag | null {
    return this.find('head')
  }

  get body(): Tag | null {
    return this.find('body')
  }

  /**
   * An HTML tag without a parent. @param attrs values; a list is joined by spaces @throws CrawlError usage for a name that cannot stand in
   * markup
   */
  newTag(name: string, attrs: Readonly<Record<string, string | readonly string[]>> = {}, text?: string): Tag {
    const tag = new Tag(checkedName(name))
    for (const [key, value] of Object.entries(attrs)) tag.set(key, value)
    if (text !== undefined) tag.append(text)
    return tag
  }

  newString(text: string): TextNode {
    return new TextNode(text)
  }

  newComment(text: string): Comment {
    return new Comment(text)
  }
}
