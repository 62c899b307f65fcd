import { htmlNamespace } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import type { Test } from './context.ts'
import { inherited } from './inherited.ts'

type Direction = 'ltr' | 'rtl'

/** `:dir(rtl)`: by the attribute `dir`, the text where that says auto, and what is around (HTML, section 3.2.6.4). */
export function directionTest(name: string): Test {
  const wanted = name.toLowerCase()
  return (tag, context) => tag.namespace === htmlNamespace && directionOf(tag, context) === wanted
}

const directionOf = inherited(ownDirection, (): Direction => 'ltr')

function ownDirection(tag: Tag): Direction | undefined {
  const given = tag.get('dir')?.toLowerCase()
  if (given === 'ltr' || given === 'rtl') return given
  const type = tag.name === 'input' ? (tag.get('type')?.toLowerCase() ?? 'text') : undefined
  if (given !== 'auto') return type === 'tel' ? 'ltr' : tag.name === 'bdi' ? directionOfText(tag) : undefined
  if (type === undefined) return directionOfText(tag)
  return written.has(type) ? directionIn(tag.get('value') ?? '') : undefined
}

const written: ReadonlySet<string> = new Set(['text', 'search', 'tel', 'url', 'email'])

/** By the first letter below, of the first nodes: many nested ones may ask. */
function directionOfText(tag: Tag): Direction | undefined {
  let left = mostNodes
  for (let node = nextNode(tag, tag); node !== null && left > 0; node = nextNode(node, tag), left--) {
    const direction = node.kind === 'text' ? directionIn(node.value.slice(0, mostCharacters)) : undefined
    if (direction !== undefined) return direction
  }
  return undefined
}

const mostNodes = 100
const mostCharacters = 1000

function directionIn(text: string): Direction | undefined {
  const letter = /\p{L}/u.exec(text)?.[0]
  return letter === undefined
    ? undefined
    : /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(letter)
      ? 'rtl'
      : 'ltr'
}
