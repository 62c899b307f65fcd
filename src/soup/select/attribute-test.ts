import type { AttributeSelector } from 'css-what'
import type { Attribute } from '../tree/attributes.ts'
import { htmlNamespace, isMultiValued, nameOf, wordsOf } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import type { Namespaces, Test } from './context.ts'

/** `[name op value]`, `.class` and `#id`. In HTML the case of names does not matter, nor that of the values of `type`. */
export function attributeTest({ name, action, value, ignoreCase, namespace }: AttributeSelector, namespaces: Namespaces): Test {
  const lower = name.toLowerCase()
  const folds = ignoreCase === true || (ignoreCase !== false && lower === 'type')
  const holds = comparison(action, folds ? value.toLowerCase() : value)
  const isNamed = nameTest(name, lower, namespace, namespaces)
  return tag => {
    const isHtml = tag.namespace === htmlNamespace
    for (const attribute of tag.list) {
      if (isNamed(attribute, isHtml)) return holds(folds ? givenValue(tag, attribute).toLowerCase() : givenValue(tag, attribute))
    }
    return action === 'not'
  }
}

type NameTest = (attribute: Attribute, isHtml: boolean) => boolean

/** Without a namespace the name is the whole one, `xlink:href`; with one it is the part behind the colon. */
function nameTest(name: string, lower: string, namespace: string | null, namespaces: Namespaces): NameTest {
  const isName = (given: string, isHtml: boolean) => given === name || (isHtml && given.toLowerCase() === lower)
  if (namespace === null || namespace === '') return (attribute, isHtml) => isName(nameOf(attribute), isHtml)
  if (namespace === '*') return (attribute, isHtml) => isName(attribute.name, isHtml) || isName(nameOf(attribute), isHtml)
  const wanted = namespaces.get(namespace)
  return (attribute, isHtml) => wanted !== undefined && attribute.namespace === wanted && isName(attribute.name, isHtml)
}

function givenValue(tag: Tag, attribute: Attribute): string {
  return isMultiValued(tag.name, attribute.name) ? wordsOf(attribute.value).join(' ') : attribute.value
}

function comparison(action: string, value: string): (given: string) => boolean {
  switch (action) {
    case 'equals':
      return given => given === value
    case 'not':
      return given => given !== value
    case 'start':
      return given => value !== '' && given.startsWith(value)
    case 'end':
      return given => value !== '' && given.endsWith(value)
    case 'any':
      return given => value !== '' && given.includes(value)
    case 'hyphen':
      return given => given === value || given.startsWith(`${value}-`)
    case 'element':
      return given => (given === value ? isWord(value) : isWord(value) && given.includes(value) && wordsOf(given).includes(value))
    default:
      return () => true
  }
}

function isWord(value: string): boolean {
  return value !== '' && !/[\t\n\f\r ]/.test(value)
}
