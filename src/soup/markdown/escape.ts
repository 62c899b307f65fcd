/** Text as Markdown that says just that. @param inLink is it the text of a link, which a bracket would end? */
export function escapeText(text: string, inLink: boolean): string {
  return text.replace(/[\\`*_[\]<&~]/g, (mark, at: number) => (meansNothing(mark, text, at, inLink) ? mark : `\\${mark}`))
}

/** The next piece of text is not known: what stands at an end is escaped. */
function meansNothing(mark: string, text: string, at: number, inLink: boolean): boolean {
  const [before, after] = [text[at - 1], text[at + 1]]
  if (mark === ']') return !inLink
  if (mark === '_') return before !== undefined && after !== undefined && isWordCharacter(before) && isWordCharacter(after)
  // Nearly any other character can begin the address between the brackets of an autolink.
  if (mark === '<') return after !== undefined && /\s/.test(after)
  return mark === '&' && after !== undefined && !/[A-Za-z#]/.test(after)
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character)
}

/** A line that would begin a heading, a quotation, a list, a rule or a table does so no more. */
export function escapeLineStart(line: string): string {
  if (/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?=.*[-=])[-=|: ]+$)/.test(line)) return `\\${line}`
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}

/** A URL between the parentheses of a link. Backticks and pipes would be read before the link is. */
export function destination(url: string): string {
  return url
    .replace(/[\u0000-\u0020\u007f<>\\`|]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replace(/[()]|&(?=[A-Za-z#]\w*;)/g, '\\$&')
}
