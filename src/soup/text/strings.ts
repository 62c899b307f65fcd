import type { Branch } from '../tree/branch.ts'
import type { SoupNode, StringNode } from '../tree/node.ts'
import { isBranch } from '../tree/walk.ts'

/** Text in these is of a kind of its own: not part of what the elements around them say. */
const containers: ReadonlySet<string> = new Set(['script', 'style', 'template', 'rt', 'rp'])

/** `text`: what a reader sees. `script`, `style`, `template`, `rt`, `rp`: text within those, at any depth. The others: nodes of that kind. */
export type StringKind = 'text' | 'script' | 'style' | 'template' | 'rt' | 'rp' | 'comment' | 'cdata' | 'doctype' | 'pi'

/** The strings below a branch in document order. @param kinds default: text and CDATA of the branch's own kind */
export function* stringsOf(branch: Branch, kinds?: readonly StringKind[]): Generator<StringNode> {
  const own = isContainer(branch) ? branch.name : undefined
  const wanted: ReadonlySet<string> = new Set(kinds ?? [own ?? 'text', ...(own === undefined ? ['cdata'] : [])])
  // The containers that the walk is in, from outside inwards; the branch may stand in one.
  const within: string[] = own === undefined ? containerAbove(branch) : [own]
  for (let node: SoupNode | null = branch.firstNode; node !== null; ) {
    if (isBranch(node)) {
      if (isContainer(node)) within.push(node.name)
      if (node.firstNode !== null) {
        node = node.firstNode
        continue
      }
      if (isContainer(node)) within.pop()
    } else if (wanted.has(node.kind === 'text' ? (within.at(-1) ?? 'text') : node.kind)) yield node as StringNode
    while (node.next === null && node.up !== branch) {
      const up: Branch = node.up!
      if (isContainer(up)) within.pop()
      node = up
    }
    node = node.next
  }
}

function isContainer(node: Branch): boolean {
  return node.kind === 'tag' && containers.has(node.name)
}

function containerAbove(branch: Branch): string[] {
  for (let at = branch.up; at !== null; at = at.up) if (isContainer(at)) return [at.name]
  return []
}
