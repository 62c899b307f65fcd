import { copyText } from '../../base/copy-text.ts'
import { formatterOf } from '../output/formatter.ts'
import { stringMarkup } from '../output/markup.ts'
import type { TextOptions } from '../text/get-text.ts'
import { strip as stripped } from '../text/strip.ts'
import type { StringNode } from './node.ts'
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

  /** The value itself: a comment says what it holds. @param options.strip without white space at both ends; of one string nothing else matters */
  getText(separator: string, options?: Omit<TextOptions, 'separator'>): string
  getText(options?: TextOptions | string): string
  getText(given: TextOptions | string = {}, options: TextOptions = {}): string {
    const { strip = false } = typeof given === 'string' ? options : given
    return copyText(strip ? stripped(this.value) : this.value)
  }

  /** @internal */
  override isLike(other: SoupNode): boolean {
    return this.kind === other.kind && this.value === (other as Leaf).value
  }

  /** As it stands in markup. */
  get outerHtml(): string {
    return stringMarkup(this as unknown as StringNode, formatterOf('minimal'))
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
    super(
      root +
        (publicId === ''
          ? systemId === ''
            ? ''
            : ` SYSTEM "${systemId}"`
          : ` PUBLIC "${publicId}"${systemId === '' ? '' : ` "${systemId}"`}`),
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
