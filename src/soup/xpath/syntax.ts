/** An expression of XPath 1.0, read. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'minus'; readonly operand: Expression }
  | { readonly kind: 'union'; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly kind: 'filter'; readonly from: Expression; readonly predicates: readonly Expression[]; readonly at: number }
  | Path

/** Steps from the context node, from the root, or from the nodes of an expression. */
export type Path = {
  readonly kind: 'path'
  readonly from: 'context' | 'root' | Expression
  readonly steps: readonly Step[]
  readonly at: number
}

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod'

export type Step = { readonly axis: Axis; readonly test: NodeTest; readonly predicates: readonly Expression[] }

export const axes = [
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
] as const

export type Axis = (typeof axes)[number]

export type NodeTest =
  | { readonly kind: 'name'; readonly prefix: string; readonly local: string }
  | { readonly kind: 'node' | 'text' | 'comment' }
  | { readonly kind: 'processing-instruction'; readonly target: string | undefined }

const numeric = new Set(['last', 'position', 'count', 'number', 'sum', 'floor', 'ceiling', 'round', 'string-length'])

/** Does it count on the place of a node among the others: as a number, or by `position()` or `last()`? */
export function isPositional(predicate: Expression): boolean {
  return mayBeNumber(predicate) || asksPosition(predicate)
}

function mayBeNumber(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'minus':
    case 'variable':
      return true
    case 'binary':
      return /^(?:[-+*]|div|mod)$/.test(expression.operator)
    case 'call':
      return numeric.has(expression.name)
    default:
      return false
  }
}

/** Predicates within have positions of their own. */
function asksPosition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return expression.name === 'position' || expression.name === 'last' || expression.args.some(asksPosition)
    case 'binary':
    case 'union':
      return asksPosition(expression.left) || asksPosition(expression.right)
    case 'minus':
      return asksPosition(expression.operand)
    case 'filter':
      return asksPosition(expression.from)
    case 'path':
      return typeof expression.from === 'object' && asksPosition(expression.from)
    default:
      return false
  }
}

/** The place that a predicate such as `[2]` or `[position() = 2]` asks for; undefined for any other. */
export function wantedPlace(predicate: Expression | undefined): number | undefined {
  if (predicate?.kind === 'number') return predicate.value
  if (predicate?.kind !== 'binary' || predicate.operator !== '=') return undefined
  const { left, right } = predicate
  return left.kind === 'call' && left.name === 'position' && right.kind === 'number' ? right.value : undefined
}
