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

  override toString(): string {
    return this.value
  }

  override valueOf(): string {
    return this.value
  }
}

export class TextNode extends Leaf {
  readonly kind = 'text'
}

export class Comment extends Leaf {
  readonly kind = 'comment'
}

export class CData extends Leaf {
  readonly kind = 'cdata'
}

/** The value is what stands between the angle brackets: `xml version="1.0"?`. */
export class ProcessingInstruction extends Leaf {
  readonly kind = 'pi'
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
}
