import { copyText } from '../../base/copy-text.ts'
import { formatterOf } from '../output/formatter.ts'
import { serialise } from '../output/serialise.ts'
import type { TextOptions } from '../text/get-text.ts'
import { strip as stripped } from '../text/strip.ts'
import type { AnyNode } from './node.ts'
import { SoupNode } from './node.ts'

/** A node that is nothing but its text. It is no string: compare `node.value`. */
abstract class Leaf extends SoupNode {
  value: string

  constructor(value: string) {
    super()
    this.value = value
  }

  get name(): null {
    return null
  }

  get text(): string {
    return this.getText()
  }

  /**
   * The value itself: a comment says what it holds. @param options.strip without white space at both ends; of one string nothing else
   * matters
   */
  getText(separator: string, options?: Omit<TextOptions, 'separator'>): string
  getText(options?: TextOptions | string): string
  getText(given: TextOptions | string = {}, options: TextOptions = {}): string {
    const { strip = false } = typeof given === 'string' ? options : given
    return copyText(strip ? stripped(this.value) : this.value)
  }

  /** @internal */
  override isLike(other: AnyNode): boolean {
    return other.kind === this.kind && other instanceof Leaf && other.value === this.value
  }

  /** As it stands in markup. */
  get outerHtml(): string {
    return serialise(this, formatterOf('minimal'))
  }

  override toString(): string {
    return this.value
  }

  override valueOf(): string {
    return this.value
  }
}

export class TextNode extends Leaf {
  readonly kind = 'text'

  /** @internal */
  override copy(): TextNode {
    return new TextNode(this.value)
  }
}

export class Comment extends Leaf {
  readonly kind = 'comment'

  /** @internal */
  override copy(): Comment {
    return new Comment(this.value)
  }
}

export class CData extends Leaf {
  readonly kind = 'cdata'

  /** @internal */
  override copy(): CData {
    return new CData(this.value)
  }
}

/** The value is what stands between the angle brackets: `xml version="1.0"?`. */
export class ProcessingInstruction extends Leaf {
  readonly kind = 'pi'

  /** @internal */
  override copy(): ProcessingInstruction {
    return new ProcessingInstruction(this.value)
  }
}

/** The value is `html`, `html PUBLIC "p" "s"`, `html SYSTEM "s"`. */
export class Doctype extends Leaf {
  readonly kind = 'doctype'
  readonly root: string
  readonly publicId: string
  readonly systemId: string

  constructor(root: string, publicId = '', systemId = '') {
    const ids = [publicId, systemId].map(quotedId)
    super(
      publicId === ''
        ? systemId === ''
          ? root
          : `${root} SYSTEM ${ids[1]}`
        : `${root} PUBLIC ${systemId === '' ? ids[0] : ids.join(' ')}`,
    )
    this.root = root
    this.publicId = publicId
    this.systemId = systemId
  }

  /** @internal */
  override copy(): Doctype {
    return new Doctype(this.root, this.publicId, this.systemId)
  }
}

/** An identifier has at most one kind of quote in it. */
function quotedId(id: string): string {
  return id.includes('"') ? `'${id}'` : `"${id}"`
}
