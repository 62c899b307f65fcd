/** One word of an expression. `name` covers `a`, `a:b`, `a:*` and `*` where it is a node test; `operator` those that are words too. */
export type Token = {
  readonly kind: 'number' | 'literal' | 'name' | 'operator' | 'mark' | 'end'
  readonly text: string
  /** Offset in the expression. */
  readonly at: number
}

const word = '[\\p{L}_][\\p{L}\\p{N}\\p{M}_.\\-]*'
const pattern = new RegExp(
  `(?<number>\\d+(?:\\.\\d*)?|\\.\\d+)|(?<literal>"[^"]*"|'[^']*')|(?<mark>\\.\\.|::|//|!=|<=|>=|[()[\\].@,|/+\\-=<>*$])|(?<name>${word}(?::(?!:)(?:${word}|\\*))?)`,
  'uy',
)
const marksOfOperators = new Set(['!=', '<=', '>=', '<', '>', '=', '+', '-', '|', '/', '//'])
const wordsOfOperators = new Set(['and', 'or', 'div', 'mod'])

/** XPath 1.0, section 3.7. @throws the offset of what is no word, by `fail` */
export function tokensOf(expression: string, fail: (what: string, at: number) => never): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (/[\t\n\r ]/.test(expression[at] ?? '')) at++
    if (at >= expression.length) break
    pattern.lastIndex = at
    const found = pattern.exec(expression)
    if (found === null)
      return fail(
        `${expression[at] === '"' || expression[at] === "'" ? 'the text is not closed' : `${expression[at]} means nothing here`}`,
        at,
      )
    const { number, literal, mark, name } = found.groups!
    // A star or a word is an operator where an operand has just ended.
    const isAfterOperand = endsOperand(tokens.at(-1))
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (literal !== undefined) tokens.push({ kind: 'literal', text: literal.slice(1, -1), at })
    else if (name !== undefined) tokens.push({ kind: isAfterOperand && wordsOfOperators.has(name) ? 'operator' : 'name', text: name, at })
    else if (mark === '*') tokens.push({ kind: isAfterOperand ? 'operator' : 'name', text: '*', at })
    else tokens.push({ kind: marksOfOperators.has(mark!) ? 'operator' : 'mark', text: mark!, at })
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', text: '', at })
  return tokens
}

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined || token.kind === 'operator') return false
  return token.kind !== 'mark' || token.text === ')' || token.text === ']' || token.text === '.' || token.text === '..'
}
