import { CrawlError } from '../../base/crawl-error.ts'
import { TextNode } from './leaves.ts'
import { link, unlink } from './links.ts'
import type { AnyNode, Insertable } from './node.ts'
import { SoupNode } from './node.ts'
import type { Soup } from './soup.ts'
import type { Tag } from './tag.ts'
import { isBranch, known } from './walk.ts'

/**
 * Moves nodes and texts into a branch, before one of its children; all or nothing. Returns the nodes that were put in.
 * @param before null: at the end
 * @throws CrawlError usage for what is neither node nor text, and for the branch itself or one around it: a tree would swallow itself
 */
export function place(branch: Tag | Soup, items: readonly Insertable[], before: AnyNode | null): AnyNode[] {
  refuse(branch, items)
  const nodes = items.flatMap((item): readonly AnyNode[] => {
    if (typeof item === 'string') return [new TextNode(item)]
    const node = known(item)
    return node.kind === 'document' ? node.contents : [node]
  })
  // The place is before the first that stays.
  const moving: ReadonlySet<AnyNode> = new Set(nodes)
  let stays = before
  while (stays !== null && moving.has(stays)) stays = stays.next
  for (const node of nodes) {
    unlink(node)
    link(branch, node, stays)
  }
  return nodes
}

function refuse(branch: Tag | Soup, items: readonly Insertable[]): void {
  // Only what holds something can hold the branch, so that many small things are put into a deep tree without a look at all of it each
  // time.
  const holders = new Set<SoupNode>()
  for (const item of items) {
    if (typeof item === 'string') continue
    if (!(item instanceof SoupNode))
      throw new CrawlError('usage', 'Only nodes and texts can be put into a tree; make a node of newTag or parseFragment.')
    if (item === branch || (isBranch(item) && item.firstNode !== null)) holders.add(item)
  }
  if (holders.size === 0) return
  for (let at: Tag | Soup | null = branch; at !== null; at = at.up) {
    if (!holders.has(at)) continue
    throw new CrawlError('usage', `<${at.name}> cannot be put into itself or into what it holds. Take the inner node out first.`)
  }
}
