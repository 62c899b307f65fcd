import type { PseudoSelector, Selector } from 'css-what'
import { parse } from 'css-what'
import type { Test } from './context.ts'
import { formStates } from './form-states.ts'
import { hasTest } from './has.ts'
import { languageTest } from './language.ts'
import { nthTest, parseNth } from './nth.ts'
import { ownTextOf, stringsIn, textOf } from './pseudo-text.ts'
import { simplePseudos } from './simple-pseudos.ts'

type Compile = (tokens: readonly Selector[]) => Test

/** One of several; an empty list is none. */
export function anyOf(tests: readonly Test[]): Test {
  const [only] = tests
  return tests.length === 1 && only !== undefined ? only : (tag, context) => tests.some(test => test(tag, context))
}

/** A pseudo-class of Selectors Level 4, or one of Beautiful Soup's. @throws Error for one that nobody knows, or that lacks its argument */
export function pseudoTest({ name, data }: PseudoSelector, compile: Compile): Test {
  if (Array.isArray(data)) return listTest(name, data, compile)
  const simple = simplePseudos.get(name) ?? formStates.get(name)
  if (data === null) {
    if (simple === undefined) throw new Error(`:${name} is not known, or lacks its argument`)
    return simple
  }
  const nth = /^nth-(last-)?(child|of-type)$/.exec(name)
  if (nth !== null) return positionTest(data, { fromEnd: nth[1] !== undefined, ofType: nth[2] === 'of-type' }, compile)
  switch (name) {
    case 'contains':
    case '-soup-contains':
    case '-soup-contains-own': {
      const wanted = stringsIn(data)
      if (wanted.length === 0) throw new Error(`:${name}() lacks its text`)
      if (name.endsWith('-own')) return tag => ownTextOf(tag).some(text => wanted.some(part => text.includes(part)))
      return tag => wanted.some(part => textOf(tag).includes(part))
    }
    case 'lang':
      return languageTest(stringsIn(data))
    case 'dir':
      return formStates.get(`dir-${data.trim().toLowerCase()}`) ?? (() => false)
    default:
      throw new Error(`:${name}() is not known`)
  }
}

function listTest(name: string, list: readonly (readonly Selector[])[], compile: Compile): Test {
  switch (name) {
    case 'not': {
      const inner = anyOf(list.map(compile))
      return (tag, context) => !inner(tag, context)
    }
    case 'is':
    case 'where':
    case 'matches':
    case 'any':
      return anyOf(list.map(compile))
    case 'has':
      return anyOf(list.map(tokens => hasTest(tokens, compile)))
    default:
      throw new Error(`:${name}() is not known`)
  }
}

function positionTest(data: string, options: { fromEnd: boolean; ofType: boolean }, compile: Compile): Test {
  const [position = '', selector] = data.split(/\s+of\s+/i, 2)
  if (selector === undefined) return nthTest(parseNth(position), options)
  if (options.ofType) throw new Error('only :nth-child and :nth-last-child take "of"')
  return nthTest(parseNth(position), { ...options, of: anyOf(parse(selector).map(compile)) })
}
