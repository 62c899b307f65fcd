import { limits } from '../../base/limits.ts'
import type { AnyNode } from '../../soup/index.ts'

/**
 * A node and what it holds, one line each, indented, with its kind: `tag p class="x"`, `text "Once"`.
 * @param depth levels below the node that are shown; a tag whose children are not says how many they are
 */
export function* treeLines(root: AnyNode, depth: number): Generator<string> {
  let level = 0
  for (let node = root; ; ) {
    const first = node.kind === 'tag' || node.kind === 'document' ? node.contents[0] : undefined
    const isCut = first !== undefined && level >= depth
    yield `${'  '.repeat(Math.min(level, limits.indentLevels))}${lineOf(node)}${isCut ? ` (${counted(node)})` : ''}`
    if (first !== undefined && !isCut) {
      node = first
      level++
      continue
    }
    while (node !== root && node.nextSibling === null) {
      node = node.parent!
      level--
    }
    if (node === root) return
    node = node.nextSibling!
  }
}

function lineOf(node: AnyNode): string {
  if (node.kind === 'document') return 'document'
  if (node.kind !== 'tag') return `${node.kind} ${JSON.stringify(node.value)}`
  return ['tag', node.name, ...[...node.attrs].map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' ')
}

function counted(node: AnyNode): string {
  const count = node.kind === 'tag' || node.kind === 'document' ? node.contents.length : 0
  return count === 1 ? '1 child' : `${count} children`
}
