import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Codec } from './codec.ts'
import type { HeaderName, HeaderValues } from './header-codecs.ts'
import { headerCodecs } from './header-codecs.ts'
import { isFieldText } from './lexical.ts'

const codecs: { readonly [Name in HeaderName]: Codec<HeaderValues[Name]> } = headerCodecs

/**
 * The value of a header field by type: `parseHeader('last-modified', text)` is a Date. Undefined for text that says nothing of the kind,
 * holds control characters, or is longer than `limits.headerValueLength`; never throws.
 */
export function parseHeader<Name extends HeaderName>(name: Name, text: string): HeaderValues[Name] | undefined {
  if (text.length > limits.headerValueLength || !isFieldText(text)) return undefined
  return codecs[name].parse(text.trim())
}

/**
 * Writes what `parseHeader` reads.
 * @throws CrawlError usage for a value that would not be read back, such as a date that is none or a text with a line break
 */
export function formatHeader<Name extends HeaderName>(name: Name, value: HeaderValues[Name]): string {
  const text = codecs[name].format(value)
  if (parseHeader(name, text) !== undefined) return text
  throw new CrawlError('usage', `A ${name} field cannot hold that. Give what parseHeader('${name}', ...) gives.`)
}

/** Is this a field that has a type? In lower case. */
export function isHeaderName(name: string): name is HeaderName {
  return Object.hasOwn(headerCodecs, name)
}

/**
 * One field of a flat header list by type: `readHeader(exchange.headers, 'retry-after')`. A field that was sent several times is read as
 * one list, as RFC 9110 section 5.3 has it; one that may come only once is then undefined. Set-Cookie is no list: parse each.
 */
export function readHeader<Name extends Exclude<HeaderName, 'set-cookie'>>(
  headers: readonly string[],
  name: Name,
): HeaderValues[Name] | undefined {
  const values = headers.filter((_, index) => index % 2 === 1 && headers[index - 1]!.toLowerCase() === name)
  return values.length === 0 ? undefined : parseHeader(name, values.join(', '))
}
