import type { Codec } from './codec.ts'
import { cutAt, isToken, splitList } from './lexical.ts'

/** What a program calls itself: `Name/1.0`, or a remark in parentheses. */
export type Product = { readonly name: string; readonly version?: string | undefined } | { readonly comment: string }

/** User-Agent and Server (RFC 9110 sections 10.1.5 and 10.2.4). Words that are no products are passed over. */
export const products: Codec<readonly Product[]> = {
  parse: text => {
    const found = splitList(text.replaceAll('\t', ' '), { at: ' ', whole: '()' })?.flatMap(productOf)
    return found === undefined || found.length === 0 ? undefined : found
  },
  format: list => list.map(formatted).join(' '),
}

function productOf(word: string): Product[] {
  if (word.startsWith('(') && word.endsWith(')') && word.length > 1) return [{ comment: word.slice(1, -1) }]
  const [name, version] = cutAt(word, '/')
  if (!isToken(name)) return []
  return isToken(version) ? [{ name, version }] : [{ name }]
}

function formatted(product: Product): string {
  if ('comment' in product) return `(${product.comment})`
  return product.version === undefined ? product.name : `${product.name}/${product.version}`
}
