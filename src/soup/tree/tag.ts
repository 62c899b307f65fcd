import { copyText } from '../../base/copy-text.ts'
import { multiValued } from './attributes.ts'
import { Branch } from './branch.ts'

/** As the parser's token holds it: the prefixed name of a foreign attribute is `prefix:name`. */
export type Attribute = { name: string; value: string; readonly prefix?: string; readonly namespace?: string }

export const htmlNamespace = 'http://www.w3.org/1999/xhtml'

/** An element. */
export class Tag extends Branch {
  readonly kind = 'tag'
  name: string
  readonly namespace: string
  /** @internal */ list: Attribute[]

  constructor(name: string, namespace: string = htmlNamespace, list: Attribute[] = []) {
    super()
    this.name = name
    this.namespace = namespace
    this.list = list
  }

  /** Names and values, in the order of the source. A copy: change attributes by `set` and `delete`. */
  get attrs(): ReadonlyMap<string, string> {
    return new Map(this.list.map(attribute => [nameOf(attribute), copyText(attribute.value)]))
  }

  /** The value of an attribute; undefined when it is absent, empty when it has none. */
  get(name: string): string | undefined {
    const value = this.#find(name)?.value
    return value === undefined ? undefined : copyText(value)
  }

  /** The values of an attribute that holds several, such as `class`; any other is one value, an absent one none. */
  getList(name: string): string[] {
    const value = this.get(name)
    if (value === undefined) return []
    return multiValued(this.name, name) ? value.split(/[\t\n\f\r ]+/).filter(part => part !== '') : [value]
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  set(name: string, value: string | readonly string[]): void {
    const text = typeof value === 'string' ? value : value.join(' ')
    const known = this.#find(name)
    if (known === undefined) this.list.push({ name, value: text })
    else known.value = text
  }

  delete(name: string): void {
    this.list = this.list.filter(attribute => nameOf(attribute) !== name)
  }

  #find(name: string): Attribute | undefined {
    return this.list.find(attribute => nameOf(attribute) === name)
  }
}

/** @internal `xlink:href` */
export function nameOf({ prefix, name }: Attribute): string {
  return prefix === undefined || prefix === '' ? name : `${prefix}:${name}`
}
