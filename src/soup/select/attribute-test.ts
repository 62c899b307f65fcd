import type { Attribute } from '../tree/attributes.ts'
import { htmlNamespace, isMultiValued, nameOf, wordsOf } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import type { Test } from './context.ts'

/** In the order in which they are looked for. */
export const operators = ['!=', '~=', '|=', '^=', '$=', '*=', '='] as const
export type Operator = (typeof operators)[number]

export type AttributeWanted = {
  readonly name: string
  /** Undefined: the name is the whole one, `xlink:href`. `*`: any namespace, the name is the part behind the colon or the whole one. */
  readonly namespace?: string | undefined
  /** Undefined: it is enough that the attribute is there. */
  readonly operator?: Operator | undefined
  readonly value?: string
  /** Default: in the attribute `type` only. */
  readonly foldsCase?: boolean | undefined
}

/** `[name op value]`, `.class` and `#id`. In HTML the case of names does not matter. */
export function attributeTest({ name, namespace, operator, value = '', foldsCase }: AttributeWanted): Test {
  const lower = name.toLowerCase()
  const folds = foldsCase ?? lower === 'type'
  const holds = comparison(operator, folds ? value.toLowerCase() : value)
  const isName = (given: string, isHtml: boolean) =>
    given === name || (isHtml && given.length === name.length && given.toLowerCase() === lower)
  const isNamed = (attribute: Attribute, isHtml: boolean) => {
    if (namespace === undefined) return isName(nameOf(attribute), isHtml)
    if (namespace === '*') return isName(attribute.name, isHtml) || isName(nameOf(attribute), isHtml)
    return attribute.namespace === namespace && isName(attribute.name, isHtml)
  }
  return tag => {
    const isHtml = tag.namespace === htmlNamespace
    for (const attribute of tag.list) {
      if (isNamed(attribute, isHtml)) return holds(folds ? givenValue(tag, attribute).toLowerCase() : givenValue(tag, attribute))
    }
    return operator === '!='
  }
}

function givenValue(tag: Tag, attribute: Attribute): string {
  return isMultiValued(tag.name, attribute.name) ? wordsOf(attribute.value).join(' ') : attribute.value
}

function comparison(operator: Operator | undefined, value: string): (given: string) => boolean {
  switch (operator) {
    case undefined:
      return () => true
    case '=':
      return given => given === value
    case '!=':
      return given => given !== value
    case '^=':
      return given => value !== '' && given.startsWith(value)
    case '$=':
      return given => value !== '' && given.endsWith(value)
    case '*=':
      return given => value !== '' && given.includes(value)
    case '|=':
      return given => given === value || given.startsWith(`${value}-`)
    case '~=':
      return given => (given === value ? isWord(value) : isWord(value) && given.includes(value) && wordsOf(given).includes(value))
  }
}

function isWord(value: string): boolean {
  return value !== '' && !/[\t\n\f\r ]/.test(value)
}
