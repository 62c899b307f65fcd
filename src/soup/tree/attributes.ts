/** Attributes whose value is a list of words (HTML; Beautiful Soup's table). */
const onAll: ReadonlySet<string> = new Set(['class', 'accesskey', 'dropzone'])
const onSome: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['rel', 'rev']],
  ['link', ['rel', 'rev']],
  ['td', ['headers']],
  ['th', ['headers']],
  ['form', ['accept-charset']],
  ['object', ['archive']],
  ['area', ['rel']],
  ['icon', ['sizes']],
  ['iframe', ['sandbox']],
  ['output', ['for']],
])

export function multiValued(tag: string, attribute: string): boolean {
  return onAll.has(attribute) || onSome.get(tag)?.includes(attribute) === true
}
