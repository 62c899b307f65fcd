import type { XmlAttribute } from './scan-xml.ts'

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

/** Which prefix stands for which namespace, from one element to the next (Namespaces in XML 1.0). */
export class NamespaceScope {
  readonly #uris = new Map<string, string>([
    ['', ''],
    ['xml', xmlNamespace],
    ['xmlns', xmlnsNamespace],
  ])
  /** What each open element changed: what to put back. */
  readonly #changes: (readonly [prefix: string, before: string | undefined])[][] = []

  enter(attributes: readonly XmlAttribute[]): void {
    const changes: (readonly [string, string | undefined])[] = []
    for (const [name, uri] of attributes) {
      const [prefix, local] = splitName(name)
      if (name !== 'xmlns' && prefix !== 'xmlns') continue
      const declared = name === 'xmlns' ? '' : local
      if (declared === 'xml' || declared === 'xmlns') continue
      changes.push([declared, this.#uris.get(declared)])
      this.#uris.set(declared, uri)
    }
    this.#changes.push(changes)
  }

  leave(): void {
    for (const [prefix, before] of this.#changes.pop()?.toReversed() ?? []) {
      if (before === undefined) this.#uris.delete(prefix)
      else this.#uris.set(prefix, before)
    }
  }

  /** undefined: nobody declared that prefix. */
  uriOf(prefix: string): string | undefined {
    const uri = this.#uris.get(prefix)
    return uri === '' && prefix !== '' ? undefined : uri
  }
}

/** `media:title` is `['media', 'title']`, `title` is `['', 'title']`. */
export function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon <= 0 || colon === name.length - 1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}
