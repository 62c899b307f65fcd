import type { Selector } from 'css-what'
import { parse } from 'css-what'
import { CrawlError } from '../../base/crawl-error.ts'
import { attributeTest } from './attribute-test.ts'
import { checkedSelector } from './check-selector.ts'
import { combinators } from './combinators.ts'
import type { Namespaces, Test } from './context.ts'
import { anyOf, pseudoTest } from './pseudo.ts'

/** A selector as a test. @throws CrawlError usage, with the place, when it cannot be read */
export function compileSelector(selector: string, namespaces: Namespaces): Test {
  try {
    return anyOf(parse(checkedSelector(selector)).map(part => complexTest(part, namespaces)))
  } catch (cause) {
    if (cause instanceof CrawlError) throw cause
    const why = (cause as Error).message.replace(/found $/, 'found its end')
    const says = `The selector "${selector.slice(0, 200)}" cannot be read: ${why}.`
    throw new CrawlError('usage', says, { cause })
  }
}

/** Compounds joined by combinators, read from left to right: each test asks the one on its left. */
function complexTest(tokens: readonly Selector[], namespaces: Namespaces): Test {
  let left: Test | undefined
  let compound: Test[] = []
  for (const token of tokens) {
    const combinator = combinators.get(token.type)
    if (combinator === undefined) {
      compound.push(simpleTest(token, namespaces))
      continue
    }
    const whole = joined(left, compound)
    if (whole === undefined) throw new Error('it begins with a combinator')
    left = combinator(whole)
    compound = []
  }
  const whole = compound.length === 0 ? undefined : joined(left, compound)
  if (whole === undefined) throw new Error('it ends with a combinator, or is empty')
  return whole
}

/** The tests of a compound first: they look at the tag alone. */
function joined(left: Test | undefined, compound: readonly Test[]): Test | undefined {
  const tests = left === undefined ? compound : [...compound, left]
  const [first, second] = tests
  if (first === undefined) return undefined
  if (second === undefined) return first
  if (tests.length === 2) return (tag, context) => first(tag, context) && second(tag, context)
  return (tag, context) => tests.every(test => test(tag, context))
}

function simpleTest(token: Selector, namespaces: Namespaces): Test {
  switch (token.type) {
    case 'tag': {
      const { name, namespace } = token
      const lower = name.toLowerCase()
      const isInside = namespaceTest(namespace, namespaces)
      return (tag, context) => (tag.name === name || tag.name === lower || tag.name.toLowerCase() === lower) && isInside(tag, context)
    }
    case 'universal':
      return namespaceTest(token.namespace, namespaces)
    case 'attribute':
      return attributeTest(token, namespaces)
    case 'pseudo':
      return pseudoTest(token, (tokens: readonly Selector[]) => complexTest(tokens, namespaces))
    case 'pseudo-element':
      throw new Error(`::${token.name} is no element of the tree`)
    default:
      throw new Error(`the combinator ${token.type} is not known`)
  }
}

function namespaceTest(prefix: string | null, namespaces: Namespaces): Test {
  if (prefix === null || prefix === '*') return () => true
  if (prefix === '') return tag => tag.namespace === ''
  const wanted = namespaces.get(prefix)
  return tag => tag.namespace === wanted
}
