/**
 * A text as it stands in a selector for a name: `select('#' + cssEscape(id))` (CSSOM, "serialize an identifier").
 * For the value of an attribute put it between quotes: `[href="..."]` needs only `"` and `\` escaped, which this does too.
 */
export function cssEscape(text: string): string {
  return text.replace(/^-$|^-?[0-9]|[^-_0-9a-zA-Z\u0080-\uffff]/g, part => {
    // what stands before a digit at the begin
    const before = part.length === 2 ? part[0]! : ''
    const character = part.slice(before.length)
    if (character === '\0') return '\ufffd'
    return before + (/[\x01-\x1f\x7f0-9]/.test(character) ? `\\${character.charCodeAt(0).toString(16)} ` : `\\${character}`)
  })
}
