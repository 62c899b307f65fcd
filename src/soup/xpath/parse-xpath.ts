import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { functions } from './functions.ts'
import type { Axis, Expression, NodeTest, Operator, Path, Step } from './syntax.ts'
import { axes, isPositional } from './syntax.ts'
import type { Token } from './tokens.ts'
import { tokensOf } from './tokens.ts'

/** From those that bind least to those that bind most. */
const levels: readonly (readonly Operator[])[] = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']]

/** Nested deeper than this no person writes. */
const deepest = 200

const everyNode: Step = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] }

/** Reads an expression of XPath 1.0. @throws CrawlError usage, with the place */
export function parseXPath(expression: string): Expression {
  const fail = (what: string, at: number): never => {
    const says = `The XPath "${expression.slice(0, 200)}" cannot be read at character ${at + 1}: ${what}.`
    throw new CrawlError('usage', says, { value: at + 1 })
  }
  if (expression.length > limits.xpathLength) fail(`it is longer than ${limits.xpathLength} characters`, limits.xpathLength)
  const tokens = tokensOf(expression, fail)
  let next = 0
  let depth = 0

  const whole = binary(0)
  if (peek().kind !== 'end') fail(`${peek().text} is not expected`, peek().at)
  return whole

  function peek(): Token {
    return tokens[next]!
  }

  function takeIf(text: string, kind: Token['kind'] = 'mark'): boolean {
    if (peek().text !== text || peek().kind !== kind) return false
    next++
    return true
  }

  function expect(text: string): void {
    if (!takeIf(text)) fail(`${text} is expected${peek().kind === 'end' ? '' : ` in the place of ${peek().text}`}`, peek().at)
  }

  function binary(level: number): Expression {
    const operators = levels[level]
    if (operators === undefined) return unary()
    let left = binary(level + 1)
    for (let operator = operatorOf(operators); operator !== undefined; operator = operatorOf(operators)) {
      next++
      left = { kind: 'binary', operator, left, right: binary(level + 1) }
    }
    return left
  }

  function operatorOf(operators: readonly Operator[]): Operator | undefined {
    return peek().kind === 'operator' ? operators.find(operator => operator === peek().text) : undefined
  }

  function unary(): Expression {
    if (++depth > deepest) fail(`it is nested deeper than ${deepest}`, peek().at)
    const expression: Expression = takeIf('-', 'operator') ? { kind: 'minus', operand: unary() } : union()
    depth--
    return expression
  }

  function union(): Expression {
    let left = path()
    for (let { at } = peek(); takeIf('|', 'operator'); { at } = peek()) left = { kind: 'union', left, right: path(), at }
    return left
  }

  function path(): Expression {
    const { at } = peek()
    if (isPrimary()) {
      const from = filter()
      return peek().text === '/' || peek().text === '//' ? withSteps(from, at) : from
    }
    if (peek().text === '//' && peek().kind === 'operator') return withSteps('root', at)
    if (!takeIf('/', 'operator')) return stepsFrom('context', [], at)
    return beginsStep() ? stepsFrom('root', [], at) : { kind: 'path', from: 'root', steps: [], at }
  }

  /** From a slash on. */
  function withSteps(from: Path['from'], at: number): Expression {
    const isDeep = takeIf('//', 'operator')
    if (!isDeep) next++
    return stepsFrom(from, isDeep ? [everyNode] : [], at)
  }

  function stepsFrom(from: Path['from'], first: readonly Step[], at: number): Path {
    const steps = [...first, step()]
    for (;;) {
      if (takeIf('//', 'operator')) steps.push(everyNode)
      else if (!takeIf('/', 'operator')) return { kind: 'path', from, steps: shortened(steps), at }
      steps.push(step())
    }
  }

  /** A variable, a text, a number, brackets or a call of a function. */
  function isPrimary(): boolean {
    const { kind, text } = peek()
    if (kind === 'number' || kind === 'literal') return true
    if (kind === 'mark') return text === '(' || text === '$'
    return kind === 'name' && tokens[next + 1]!.text === '(' && tokens[next + 1]!.kind === 'mark' && !nodeTypes.has(text)
  }

  function filter(): Expression {
    const { at } = peek()
    const from = primary()
    const predicates = predicatesHere()
    return predicates.length === 0 ? from : { kind: 'filter', from, predicates, at }
  }

  function primary(): Expression {
    const { kind, text, at } = tokens[next++]!
    if (kind === 'number') return { kind: 'number', value: Number(text) }
    if (kind === 'literal') return { kind: 'literal', value: text }
    if (kind === 'mark' && text === '$') {
      if (peek().kind !== 'name') fail('the name of a variable is expected', peek().at)
      return { kind: 'variable', name: tokens[next++]!.text, at }
    }
    if (kind === 'mark') {
      const inner = binary(0)
      expect(')')
      return inner
    }
    next++
    const args: Expression[] = []
    if (!takeIf(')')) {
      do args.push(binary(0))
      while (takeIf(','))
      expect(')')
    }
    const known = functions.get(text)
    if (known === undefined) return fail(`there is no function ${text}`, at)
    const [least, most] = known.takes
    if (args.length < least || args.length > most) fail(`${text}() takes ${least === most ? least : `${least} to ${most}`} arguments`, at)
    return { kind: 'call', name: text, args, at }
  }

  function beginsStep(): boolean {
    const { kind, text } = peek()
    return kind === 'name' || (kind === 'mark' && (text === '.' || text === '..' || text === '@'))
  }

  function step(): Step {
    const { kind, text, at } = peek()
    if (takeIf('.')) return { axis: 'self', test: { kind: 'node' }, predicates: [] }
    if (takeIf('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: [] }
    let axis: Axis = takeIf('@') ? 'attribute' : 'child'
    if (kind === 'name' && tokens[next + 1]!.text === '::') {
      axis = axes.find(known => known === text) ?? fail(`there is no axis ${text}`, at)
      next += 2
    }
    const test = nodeTest()
    return { axis, test, predicates: predicatesHere() }
  }

  function nodeTest(): NodeTest {
    const { kind, text, at } = peek()
    if (kind !== 'name') return fail(kind === 'end' ? 'a name is expected' : `a name is expected in the place of ${text}`, at)
    next++
    const type = nodeTypes.get(text)
    if (type !== undefined && takeIf('(')) {
      const target = type === 'processing-instruction' && peek().kind === 'literal' ? tokens[next++]!.text : undefined
      expect(')')
      return type === 'processing-instruction' ? { kind: type, target } : { kind: type }
    }
    const colon = text.indexOf(':')
    return { kind: 'name', prefix: colon < 0 ? '' : text.slice(0, colon), local: text.slice(colon + 1) }
  }

  function predicatesHere(): Expression[] {
    const predicates: Expression[] = []
    while (takeIf('[')) {
      predicates.push(binary(0))
      expect(']')
    }
    return predicates
  }
}

const nodeTypes: ReadonlyMap<string, 'node' | 'text' | 'comment' | 'processing-instruction'> = new Map([
  ['node', 'node'],
  ['text', 'text'],
  ['comment', 'comment'],
  ['processing-instruction', 'processing-instruction'],
])

/** `.//a` is looked for in one walk, where no place among siblings is asked for. */
function shortened(steps: readonly Step[]): Step[] {
  const short: Step[] = []
  for (const step of steps.length > 1
    ? steps.filter(({ axis, test, predicates }) => axis !== 'self' || test.kind !== 'node' || predicates.length > 0)
    : steps) {
    const isShort = short.at(-1) === everyNode && step.axis === 'child' && !step.predicates.some(isPositional)
    if (isShort) short.pop()
    short.push(isShort ? { ...step, axis: 'descendant' } : step)
  }
  return short
}
