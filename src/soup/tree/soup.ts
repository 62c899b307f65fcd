import type { Attribute } from './attributes.ts'
import { Branch } from './branch.ts'
import { Comment, TextNode } from './leaves.ts'
import type { SoupNode } from './node.ts'
import { Tag } from './tag.ts'

/** A parsed document, or a fragment of one: the root of its tree. */
export class Soup extends Branch {
  readonly kind = 'document'
  readonly name = '[document]'

  /** @internal */
  override copy(): Soup {
    return new Soup()
  }

  /** @internal */
  override isLike(other: SoupNode): boolean {
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

  newTag(name: string, attrs: Readonly<Record<string, string>> = {}, text?: string): Tag {
    const tag = new Tag(
      name,
      undefined,
      Object.entries(attrs).map(([key, value]): Attribute => ({ name: key, value })),
    )
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
