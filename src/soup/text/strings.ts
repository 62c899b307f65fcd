import type { Branch } from '../tree/branch.ts'
import type { SoupNode, StringNode } from '../tree/node.ts'
import { isBranch } from '../tree/walk.ts'

/** Text in these is of a kind of its own: not part of what the elements around them say. */
const containers: ReadonlySet<string> = new Set(['script', 'style', 'template', 'rt', 'rp'])

/**
 * `text`: what a reader sees. `script`, `style`, `template`, `rt`, `rp`: text within those, at any depth. The others: nodes of that kind.
 */
export type StringKind = 'text' | 'script' | 'style' | 'template' | 'rt' | 'rp' | 'comment' | 'cdata' | 'doctype' | 'pi'

/** The strings below a branch in document order. @param kinds default: text and CDATA of the branch's own kind */
export function* stringsOf(branch: Branch, kinds?: readonly StringKind[]): Generator<StringNode> {
  const own = isContainer(branch)
  const wanted: ReadonlySet<string> = new Set(kinds ?? (own ? [branch.name] : ['text', 'cdata']))
  // The containers that the walk is in, from outside inwards; the branch may stand in one.
  const within: Branch[] = own ? [branch] : containerAbove(branch)
  for (let node = branch.firstNode; node !== null; ) {
    const given = node
    const kind = given.kind === 'text' ? (within.at(-1)?.name ?? 'text') : given.kind
    // The step is taken first: the loop may take the node out.
    if (isBranch(given) && given.firstNode !== null) {
      if (isContainer(given)) within.push(given)
      node = given.firstNode
    } else {
      let at: SoupNode = given
      while (at.next === null && at.up !== null && at.up !== branch) {
        at = at.up
        if (within.at(-1) === at) within.pop()
      }
      node = at.next
    }
    if (!isBranch(given) && wanted.has(kind)) yield given
  }
}

function isContainer(node: Branch): boolean {
  return node.kind === 'tag' && containers.has(node.name)
}

function containerAbove(branch: Branch): Branch[] {
  for (let at = branch.up; at !== null; at = at.up) if (isContainer(at)) return [at]
  return []
}
