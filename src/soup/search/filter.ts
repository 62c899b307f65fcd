import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Criteria, NameFilter, ValueFilter } from './criteria.ts'
import { isRecord } from './criteria.ts'

export type Test<Kind> = (value: Kind) => boolean

/** One search, read once: which nodes it takes. */
export function nodeTest({ name, criteria }: { name: NameFilter; criteria: Criteria }): (node: AnyNode) => node is Tag | StringNode {
  const string = criteria.string === undefined ? undefined : valueTest(criteria.string)
  const attributes = attributeTests(criteria)
  if (name === null && attributes.length === 0 && string !== undefined) {
    return (node): node is StringNode => node.kind !== 'tag' && node.kind !== 'document' && string(node.value)
  }
  const named = nameTest(name)
  return (node): node is Tag =>
    // Only a search among parents meets the document; it has a name and no attributes.
    (node.kind === 'tag' || (node.kind === 'document' && attributes.length === 0)) &&
    named(node as Tag) &&
    attributes.every(([attribute, test]) => test(node as Tag, attribute)) &&
    (string === undefined || string(node.string?.value ?? null))
}

function nameTest(filter: NameFilter): Test<Tag> {
  if (filter === null || filter === true) return () => true
  if (typeof filter === 'string') return tag => tag.name === filter
  if (typeof filter === 'function') return filter
  if (filter instanceof RegExp) {
    const pattern = searching(filter)
    return tag => pattern.test(tag.name)
  }
  const tests = filter.map(nameTest)
  return tag => tests.some(test => test(tag))
}

type AttributeTest = readonly [name: string, test: (tag: Tag, name: string) => boolean]

function attributeTests({ attrs, class: classes, string, recursive, limit, ...others }: Criteria): AttributeTest[] {
  const wanted = new Map<string, ValueFilter>()
  if (attrs !== undefined) {
    if (isRecord(attrs)) for (const [name, filter] of Object.entries(attrs)) wanted.set(name, filter)
    else wanted.set('class', attrs)
  }
  if (classes !== undefined) wanted.set('class', classes)
  for (const [name, filter] of Object.entries(others)) if (filter !== undefined) wanted.set(name, filter as ValueFilter)
  return [...wanted].map(([name, filter]): AttributeTest => {
    const test = valueTest(filter)
    return [name, (tag, attribute) => matches(tag, attribute, test)]
  })
}

function matches(tag: Tag, name: string, test: Test<string | null>): boolean {
  if (!tag.has(name)) return test(null)
  const values = tag.getList(name)
  return values.some(test) || (values.length !== 1 && test(values.join(' ')))
}

function valueTest(filter: ValueFilter): Test<string | null> {
  if (filter === null || filter === false) return value => value === null
  if (filter === true) return value => value !== null
  if (typeof filter === 'string') return value => value === filter
  if (typeof filter === 'function') return filter
  if (filter instanceof RegExp) {
    const pattern = searching(filter)
    return value => value !== null && pattern.test(value)
  }
  const tests = filter.map(valueTest)
  return value => tests.some(test => test(value))
}

/** Without the flags that make a pattern remember where it was. */
function searching(pattern: RegExp): RegExp {
  return pattern.global || pattern.sticky ? new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')) : pattern
}
