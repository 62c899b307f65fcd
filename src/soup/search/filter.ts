import { CrawlError } from '../../base/crawl-error.ts'
import type { AnyNode, StringNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch } from '../tree/walk.ts'
import type { Criteria, NameFilter, ReadSearch, ValueFilter } from './criteria.ts'
import { isNamed } from './criteria.ts'
import { onlyStrings } from './only-strings.ts'

type Test<Kind> = (value: Kind) => boolean

/** One search, read once: which nodes it takes. @throws CrawlError usage */
export function nodeTest({ name, criteria }: ReadSearch): (node: AnyNode) => node is Tag | StringNode {
  if (name === null && criteria.string !== undefined && attributeFilters(criteria).size === 0) {
    const string = valueTest(criteria.string)
    return (node): node is StringNode => !isBranch(node) && string(node.value)
  }
  const test = branchTest({ name, criteria })
  return (node): node is Tag => node.kind === 'tag' && test(node)
}

/** The same of tags, and of documents. @throws CrawlError usage */
export function branchTest({ name, criteria }: ReadSearch): Test<Tag | Soup> {
  const named = nameTest(name)
  const attributes = [...attributeFilters(criteria)].map(([attribute, filter]) => attributeTest(attribute, filter))
  const string = criteria.string === undefined ? undefined : valueTest(criteria.string)
  const stringOf = onlyStrings()
  return branch =>
    named(branch) && attributes.every(test => branch.kind === 'tag' && test(branch)) && (string === undefined || string(stringOf(branch)))
}

function nameTest(filter: NameFilter): Test<Tag | Soup> {
  if (filter === null || filter === true) return () => true
  if (typeof filter === 'string') return ({ name }) => name === filter
  if (typeof filter === 'function') return branch => branch.kind === 'tag' && filter(branch)
  if (filter instanceof RegExp) {
    const pattern = searching(filter)
    return ({ name }) => pattern.test(name)
  }
  const tests = listOf(filter).map(nameTest)
  return branch => tests.some(test => test(branch))
}

/** By the names of attributes; what stands in `attrs` first. */
function attributeFilters({ attrs, class: classes, string, recursive, limit, ...others }: Criteria): ReadonlyMap<string, ValueFilter> {
  const filters = isNamed(attrs) ? { ...attrs, ...others } : { class: attrs, ...others }
  const wanted = new Map(Object.entries(filters).filter((entry): entry is [string, ValueFilter] => entry[1] !== undefined))
  return classes === undefined ? wanted : wanted.set('class', classes)
}

function attributeTest(name: string, filter: ValueFilter): Test<Tag> {
  const test = valueTest(filter)
  return tag => {
    if (!tag.has(name)) return test(null)
    const values = tag.getList(name)
    return values.some(test) || (values.length !== 1 && test(values.join(' ')))
  }
}

function valueTest(filter: ValueFilter): Test<string | null> {
  if (filter === null || filter === false) return value => value === null
  if (filter === true) return value => value !== null
  if (typeof filter === 'string' || typeof filter === 'number') return value => value === String(filter)
  if (typeof filter === 'function') return filter
  if (filter instanceof RegExp) {
    const pattern = searching(filter)
    return value => value !== null && pattern.test(value)
  }
  const tests = listOf(filter).map(valueTest)
  return value => tests.some(test => test(value))
}

function listOf<One>(filter: readonly One[]): readonly One[] {
  if (Array.isArray(filter)) return filter
  throw new CrawlError(
    'usage',
    'A filter is a text, a pattern, true, null, a function or a list of those; attributes go into the second argument.',
  )
}

/** Without the flags that make a pattern remember where it was. */
function searching(pattern: RegExp): RegExp {
  return pattern.global || pattern.sticky ? new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')) : pattern
}
