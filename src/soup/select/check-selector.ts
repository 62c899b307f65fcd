/**
 * What css-what takes and CSS does not: a mistyped selector must be an error, for one that matches nothing goes unseen. Also mends what CSS
 * takes and css-what does not: comments, a backslash at the end, an empty `:is()`.
 * @throws Error that names the place
 */
export function checkedSelector(selector: string): string {
  const text = selector.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ').replace(/(?<!\\)((?:\\\\)*)\\$/, '$1\ufffd')
  if (/^[ \t\n\f\r]*$/.test(text)) throw new Error('it is empty')
  // Escapes and strings hold anything; what stands in parentheses is read by its own pseudo-class.
  const bare = text.replace(/\\(?:[0-9a-fA-F]{1,6}[ \t\n\f\r]?|[\s\S])/g, 'x').replace(/"[^"\n]*"|'[^'\n]*'/g, '""')
  const faults = [
    /[.#](?![-_a-zA-Z\u0080-\u{10ffff}\\])/u,
    /(?:^|[ \t\n\f\r>+~,|])(?=[0-9@])/,
    /=[ \t\n\f\r]*(?![-_a-zA-Z\u0080-\u{10ffff}" \t\n\f\r])/u,
  ]
  const outside = withoutArguments(bare)
  for (const fault of faults) {
    const match = fault.exec(outside)
    if (match !== null) throw new Error(`no name can begin at "${outside.slice(match.index, match.index + 20)}"`)
  }
  // css-what ends a name at these.
  const names = text.replace(/\\[\s\S]|[\u0080-\u00af]/g, part => (part.length === 1 ? `\\${part}` : part))
  return names.replace(/:(?:is|where|matches|any)\(\s*\)/g, ':target')
}

function withoutArguments(text: string): string {
  let depth = 0
  let kept = ''
  for (const character of text) {
    if (character === ')') depth = Math.max(0, depth - 1)
    if (depth === 0) kept += character
    if (character === '(') depth++
  }
  return kept
}
