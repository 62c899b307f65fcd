import { decodeHTML, encodeNonAsciiHTML } from 'entities'

/** `&`, `<` and `>` as entities. */
export function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
}

/** The same, and every character beyond ASCII that has a name by its name. */
export function namedEntities(text: string): string {
  return escapeText(text).replace(/[^\0-\x7f]/gu, nameOf)
}

/**
 * The same with `&` as it is where nothing would read an entity there: neither a known one, nor one that ends in `;` (HTML, section
 * 13.1.4).
 */
export function html5Entities(text: string): string {
  return text
    .replace(/&(#|[0-9a-zA-Z]+;?)/g, (found, name: string) =>
      name === '#' || name.endsWith(';') || decodeHTML(found) !== found ? `&amp;${name}` : found,
    )
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[^\0-\x7f]/gu, nameOf)
}

const names = new Map<string, string>()

function nameOf(character: string): string {
  let name = names.get(character)
  if (name === undefined) {
    const entity = encodeNonAsciiHTML(character)
    name = entity.startsWith('&#') ? character : entity
    // Of the 1.1 million characters a page has few: what is more is looked up again.
    if (names.size < 10_000) names.set(character, name)
  }
  return name
}
