import type { SoupNode, StringNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'

/** All text below, that of scripts and styles too, as soupsieve counts it. */
export function textOf(tag: Tag): string {
  let text = ''
  for (let node = nextNode(tag, tag); node !== null; node = nextNode(node, tag)) if (isText(node)) text += node.value
  return text
}

/** The texts that are children. */
export function ownTextOf(tag: Tag): string[] {
  const texts: string[] = []
  for (let node = tag.firstNode; node !== null; node = node.next) if (isText(node)) texts.push(node.value)
  return texts
}

function isText(node: SoupNode): node is StringNode {
  return node.kind === 'text'
}

/** `"a", 'b', c`: the strings of a list. @throws Error when it is none */
export function stringsIn(list: string): string[] {
  const found: string[] = []
  const part = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|((?:[^"',\\\s]|\\[\s\S])+))\s*(,|$)/y
  while (part.lastIndex < list.length) {
    const at = part.lastIndex
    const match = part.exec(list)
    if (match === null) throw new Error(`"${list.slice(at)}" is no list of strings`)
    found.push((match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(?:([0-9a-fA-F]{1,6})\s?|([\s\S]))/g, unescaped))
    if (match[4] === '') break
  }
  return found
}

function unescaped(_: string, hex: string | undefined, character: string | undefined): string {
  return hex === undefined
    ? character === '\n'
      ? ''
      : (character ?? '')
    : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16)))
}
