import type { XPathNode } from './nodes.ts'
import type { Run } from './run.ts'
import type { Operator } from './syntax.ts'

/** Nodes are in document order, each once. */
export type Value = string | number | boolean | readonly XPathNode[]

export function isNodes(value: Value): value is readonly XPathNode[] {
  return typeof value === 'object'
}

/** XPath 1.0, section 4.2. */
export function toText(value: Value, run: Run): string {
  if (isNodes(value)) return value[0] === undefined ? '' : run.stringOf(value[0])
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** XPath 1.0, section 4.4. */
export function toNumber(value: Value, run: Run): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return textNumber(toText(value, run))
}

/** XPath 1.0, section 4.3. */
export function toBoolean(value: Value): boolean {
  if (isNodes(value)) return value.length > 0
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : typeof value === 'string' ? value !== '' : value
}

function textNumber(text: string): number {
  return /^[\t\n\r ]*-?(?:\d+(?:\.\d*)?|\.\d+)[\t\n\r ]*$/.test(text) ? Number(text) : Number.NaN
}

/** Never with an exponent. */
function numberText(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value)
  const [, sign, whole, fraction = '', power] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (power === undefined) return text
  const digits = `${whole}${fraction}`
  const places = Number(power)
  return places < 0 ? `${sign}0.${'0'.repeat(-places - 1)}${digits}` : `${sign}${digits.padEnd(places + 1, '0')}`
}

export function calculated(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case 'div':
      return left / right
    default:
      return left % right
  }
}

/** XPath 1.0, section 3.4: nodes compare as true when any of them does. */
export function compared(operator: Operator, left: Value, right: Value, run: Run): boolean {
  if (!isNodes(left)) return isNodes(right) ? compared(mirrored(operator), right, left, run) : areCompared(operator, left, right, run)
  if (typeof right === 'boolean') return areCompared(operator, toBoolean(left), right, run)
  const isEquality = operator === '=' || operator === '!='
  if (!isNodes(right)) {
    return left.some(node =>
      areCompared(operator, typeof right === 'string' && isEquality ? run.stringOf(node) : textNumber(run.stringOf(node)), right, run),
    )
  }
  if (!isEquality) {
    // Some is less than some other: the least is less than the greatest.
    const [ours, theirs] = [left, right].map(nodes =>
      nodes.map(node => textNumber(run.stringOf(node))).filter(number => !Number.isNaN(number)),
    )
    const isUp = operator === '<' || operator === '<='
    return ours!.length > 0 && theirs!.length > 0 && ordered(operator, extreme(ours!, isUp), extreme(theirs!, !isUp))
  }
  const theirs = run.textsOf(right)
  if (operator === '=') return left.some(node => theirs.has(run.stringOf(node)))
  return theirs.size > 1 ? left.length > 0 : theirs.size === 1 && left.some(node => !theirs.has(run.stringOf(node)))
}

function areCompared(operator: Operator, left: string | number | boolean, right: string | number | boolean, run: Run): boolean {
  if (operator !== '=' && operator !== '!=') return ordered(operator, toNumber(left, run), toNumber(right, run))
  const isBoolean = typeof left === 'boolean' || typeof right === 'boolean'
  const isNumber = typeof left === 'number' || typeof right === 'number'
  const areEqual = isBoolean
    ? toBoolean(left) === toBoolean(right)
    : isNumber
      ? toNumber(left, run) === toNumber(right, run)
      : left === right
  return (operator === '=') === areEqual
}

function ordered(operator: Operator, left: number, right: number): boolean {
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}

const mirror: ReadonlyMap<Operator, Operator> = new Map<Operator, Operator>([
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
])

function mirrored(operator: Operator): Operator {
  return mirror.get(operator) ?? operator
}

function extreme(numbers: readonly number[], least: boolean): number {
  return numbers.reduce((one, other) => (least ? Math.min(one, other) : Math.max(one, other)))
}
