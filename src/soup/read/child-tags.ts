import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'

/** The children that are tags. */
export function childTags(branch: Branch): Tag[] {
  const tags: Tag[] = []
  for (const node of branch.children) if (node.kind === 'tag') tags.push(node)
  return tags
}
