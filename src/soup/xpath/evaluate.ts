import { CrawlError } from '../../base/crawl-error.ts'
import type { Context } from './functions.ts'
import { functions, nodesOf } from './functions.ts'
import { nodeTest } from './node-test.ts'
import type { XPathNode } from './nodes.ts'
import type { Run } from './run.ts'
import type { Expression, Path, Step } from './syntax.ts'
import { isPositional, wantedPlace } from './syntax.ts'
import type { Value } from './values.ts'
import { calculated, compared, toBoolean, toNumber } from './values.ts'
import { isInside, joiningAxes, reverseAxes, walkAxis, widest } from './walk-axis.ts'

export function evaluate(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case 'literal':
    case 'number':
      return expression.value
    case 'variable': {
      const value = context.run.variables.get(expression.name)
      if (value !== undefined) return value
      throw new CrawlError('usage', `The XPath uses $${expression.name}, which has no value. Give it in \`variables\`.`)
    }
    case 'call':
      return functions.get(expression.name)!.call(argumentsOf(expression, context), context)
    case 'minus':
      return -toNumber(evaluate(expression.operand, context), context.run)
    case 'binary':
      return binary(expression, context)
    case 'union': {
      const [left, right] = [expression.left, expression.right].map(part => nodesOf('|', evaluate(part, context)))
      return context.run.sorted([...new Set([...left!, ...right!])])
    }
    case 'filter':
      return expression.predicates.reduce(
        (nodes, predicate) => filtered(nodes, predicate, context.run),
        nodesOf('[...]', evaluate(expression.from, context)),
      )
    case 'path':
      return path(expression, context)
  }
}

/** For `not` and `boolean` it is enough to know whether there are nodes. */
function argumentsOf({ name, args }: Expression & { readonly kind: 'call' }, context: Context): Value[] {
  return name === 'not' || name === 'boolean' ? args.map(part => holds(part, context)) : args.map(part => evaluate(part, context))
}

function binary({ operator, left, right }: Expression & { readonly kind: 'binary' }, context: Context): Value {
  if (operator === 'or') return holds(left, context) || holds(right, context)
  if (operator === 'and') return holds(left, context) && holds(right, context)
  const [one, other] = [evaluate(left, context), evaluate(right, context)]
  if (/^[=!<>]/.test(operator)) return compared(operator, one, other, context.run)
  return calculated(operator, toNumber(one, context.run), toNumber(other, context.run))
}

/** The expression as a boolean: of a path of one step, the first node is enough. */
function holds(expression: Expression, context: Context): boolean {
  if (expression.kind !== 'path' || expression.from !== 'context') return toBoolean(evaluate(expression, context))
  const [step, second] = expression.steps
  if (step === undefined || second !== undefined || step.predicates.some(isPositional)) return toBoolean(evaluate(expression, context))
  return walkAxis(step.axis, context.node, context.run, testOf(step, context.run))
}

function path(expression: Path, context: Context): readonly XPathNode[] {
  const { run } = context
  const fixed = expression.from === 'root' ? run.fixed.get(expression) : undefined
  if (fixed !== undefined) return nodesOf('a path', fixed)
  let nodes: readonly XPathNode[]
  if (expression.from === 'context') nodes = [context.node]
  else nodes = expression.from === 'root' ? [run.top] : nodesOf('/', evaluate(expression.from, context))
  for (const step of expression.steps) nodes = stepFrom(nodes, step, run)
  if (expression.from === 'root') run.fixed.set(expression, nodes)
  return nodes
}

/** One step from nodes in document order to nodes in document order. */
function stepFrom(contexts: readonly XPathNode[], step: Step, run: Run): readonly XPathNode[] {
  const only = contexts.length === 1 ? contexts[0] : undefined
  const isReverse = reverseAxes.has(step.axis)
  if (only !== undefined) {
    const found = fromOne(only, step, nodeTest(step.test, step.axis, run.namespaces), run)
    return isReverse ? found.toReversed() : found
  }
  if (step.predicates.some(isPositional)) {
    const isWanted = nodeTest(step.test, step.axis, run.namespaces)
    return run.sorted([...new Set(contexts.flatMap(context => fromOne(context, step, isWanted, run)))])
  }
  const found = fromMany(contexts, step, run)
  const staysOrdered = step.axis === 'self' || step.axis === 'attribute' || step.axis.startsWith('descendant')
  return staysOrdered || (step.axis === 'child' && areApart(contexts)) ? found : run.sorted(found)
}

/** In the order of the axis. */
function fromOne(context: XPathNode, { axis, predicates }: Step, isWanted: (node: XPathNode) => boolean, run: Run): XPathNode[] {
  let found: XPathNode[] = []
  const place = wantedPlace(predicates[0])
  walkAxis(axis, context, run, node => {
    run.count(1)
    return isWanted(node) && found.push(node) === place
  })
  for (const predicate of predicates) found = filtered(found, predicate, run)
  return found
}

/** From many at once, no node twice. No predicate may ask for a place. */
function fromMany(contexts: readonly XPathNode[], step: Step, run: Run): XPathNode[] {
  const found = new Set<XPathNode>()
  const isWanted = testOf(step, run)
  const seen = new Set<XPathNode>()
  const isDownward = step.axis === 'descendant' || step.axis === 'descendant-or-self'
  const joins = joiningAxes.has(step.axis)
  for (const context of widest(step.axis, contexts)) {
    // What is below it was looked at together with what is below one above it.
    if (isDownward && seen.has(context)) continue
    if (isDownward) seen.add(context)
    walkAxis(step.axis, context, run, node => {
      if (joins && seen.has(node)) return true
      if (joins || isDownward) seen.add(node)
      if (isWanted(node)) found.add(node)
      return false
    })
  }
  return [...found]
}

/** Node test and predicates together, where these do not ask for a place. */
function testOf(step: Step, run: Run): (node: XPathNode) => boolean {
  const known = run.tests.get(step)
  if (known !== undefined) return known
  const isWanted = nodeTest(step.test, step.axis, run.namespaces)
  const test = (node: XPathNode): boolean => {
    run.count(1)
    return isWanted(node) && step.predicates.every(predicate => holds(predicate, { node, position: 1, size: 1, run }))
  }
  run.tests.set(step, test)
  return test
}

function filtered(nodes: readonly XPathNode[], predicate: Expression, run: Run): XPathNode[] {
  const size = nodes.length
  const isPlace = isPositional(predicate)
  return nodes.filter((node, at) => {
    run.count(1)
    const context = { node, position: at + 1, size, run }
    if (!isPlace) return holds(predicate, context)
    const value = evaluate(predicate, context)
    return typeof value === 'number' ? value === at + 1 : toBoolean(value)
  })
}

/** Is none inside another? Of nodes in document order it is enough to ask of neighbours. */
function areApart(nodes: readonly XPathNode[]): boolean {
  return nodes.every((node, at) => at === 0 || isInside(node, nodes[at - 1]!) === false)
}
