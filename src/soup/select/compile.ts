import { CrawlError } from '../../base/crawl-error.ts'
import { limits } from '../../base/limits.ts'
import { attributeTest, operators } from './attribute-test.ts'
import type { Combinator, Step } from './combinators.ts'
import { allOf, anyOf, lookingAhead, lookingBack } from './combinators.ts'
import type { Namespaces, Test } from './context.ts'
import { pseudoTest } from './pseudo.ts'
import { SelectorText } from './selector-text.ts'
import { typeTest } from './type-test.ts'

/** A selector as a test. @throws CrawlError usage, with the place, when it cannot be read */
export function compileSelector(selector: string, namespaces: Namespaces): Test {
  if (selector.length > limits.selectorLength) {
    const value = limits.selectorLength
    throw new CrawlError('usage', `The selector is longer than ${value} characters. Ask for less at once.`, { value })
  }
  const reader = new SelectorReader(selector, namespaces)
  const test = reader.list()
  return reader.isDone ? test : reader.fail('this can stand nowhere here')
}

/** Reads a selector from left to right, and makes its tests as it goes (Selectors Level 4, section 17). */
export class SelectorReader extends SelectorText {
  readonly #namespaces: Namespaces
  /** A test calls those within it: the stack bounds how many. */
  #depth = 0

  constructor(selector: string, namespaces: Namespaces) {
    super(selector)
    this.#namespaces = namespaces
  }

  /** Selectors between commas. @param kind `forgiving`: some may be empty; `ahead`: those of `:has()` */
  list(kind: 'plain' | 'forgiving' | 'ahead' = 'plain'): Test {
    const tests: Test[] = []
    do {
      this.space()
      const isEmpty = kind === 'forgiving' && (this.sees(',') || this.sees(')'))
      if (!isEmpty) tests.push(this.#complex(kind === 'ahead'))
    } while (this.takes(','))
    return anyOf(tests)
  }

  #complex(ahead: boolean): Test {
    const before = this.#depth
    const steps: Step[] = []
    let combinator = this.#combinator()
    if (combinator !== undefined && !ahead) this.fail('a combinator has nothing on its left')
    do {
      if (++this.#depth > limits.selectorDepth) this.fail(`more than ${limits.selectorDepth} parts hang on one another`)
      steps.push({ combinator, test: this.#compound() })
      combinator = this.#combinator()
    } while (combinator !== undefined)
    this.#depth = before
    return ahead ? lookingAhead(steps) : lookingBack(steps)
  }

  #combinator(): Combinator | undefined {
    const wasSpace = this.space()
    for (const sign of ['>', '+', '~'] as const) {
      if (!this.takes(sign)) continue
      this.space()
      return sign
    }
    return wasSpace && !this.isDone && !this.sees(',') && !this.sees(')') ? ' ' : undefined
  }

  #compound(): Test {
    const tests: Test[] = []
    const type = this.#qualified()
    if (type !== undefined) tests.push(typeTest(type.name, this.#namespace(type.prefix ?? '', type.prefix === undefined)))
    for (let test = this.#simple(); test !== undefined; test = this.#simple()) tests.push(test)
    return tests.length > 0 ? allOf(tests) : this.fail('a name, "*", ".", "#", "[" or ":" should stand here')
  }

  #simple(): Test | undefined {
    const { at } = this
    if (this.takes('.')) return attributeTest({ name: 'class', operator: '~=', value: this.#name() })
    if (this.takes('#')) return attributeTest({ name: 'id', operator: '=', value: this.#name() })
    if (this.takes('[')) return this.closed(']', () => this.#attribute())
    return this.takes(':') ? pseudoTest(this.#name().toLowerCase(), this, at) : undefined
  }

  #attribute(): Test {
    const { prefix, name = '*' } = this.#qualified() ?? this.fail('the name of an attribute should stand here')
    if (name === '*') this.fail('the name of an attribute cannot be "*"')
    const namespace = prefix === undefined || prefix === '' ? undefined : this.#namespace(prefix, false)
    this.space()
    const operator = operators.find(sign => this.takes(sign))
    if (operator === undefined) return attributeTest({ name, namespace })
    this.space()
    const value = this.string() ?? this.name() ?? this.fail('a value should stand here; put it between quotes')
    this.space()
    const flag = this.take(/[is](?=[ \t\n\r\f]*\])/iy)?.toLowerCase()
    return attributeTest({ name, namespace, operator, value, foldsCase: flag === undefined ? undefined : flag === 'i' })
  }

  /** `a`, `*`, `svg|a`, `*|a`, `|a`; not `a|=b`. */
  #qualified(): { readonly prefix?: string; readonly name: string } | undefined {
    const name = this.takes('*') ? '*' : this.name()
    if (this.sees('|=') || !this.takes('|')) return name === undefined ? undefined : { name }
    return { prefix: name ?? '', name: this.takes('*') ? '*' : this.#name() }
  }

  /** `*`: any. @param isDefault without a prefix */
  #namespace(prefix: string, isDefault: boolean): string {
    if (isDefault) return this.#namespaces.get('') ?? '*'
    if (prefix === '' || prefix === '*') return prefix
    return this.#namespaces.get(prefix) ?? undeclared
  }

  #name(): string {
    return this.name() ?? this.fail('a name should stand here')
  }
}

/** Where nothing is: a prefix that nobody declared matches nothing, as in Beautiful Soup. */
const undeclared = ' '
