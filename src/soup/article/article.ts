import type { Metadata } from '../metadata/metadata.ts'
import { metadata } from '../metadata/metadata.ts'
import { absoluteUrl, baseOf } from '../read/document-base.ts'
import { blockTags } from '../text/block-tags.ts'
import type { Branch } from '../tree/branch.ts'
import { link } from '../tree/links.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import type { Tag } from '../tree/tag.ts'
import { isBranch, nextNode, nextOutside } from '../tree/walk.ts'
import { authorOf, publishedOf, titleOf } from './headline.ts'
import type { BlockScore } from './score-blocks.ts'
import { scoreBlocks } from './score-blocks.ts'

export type Article = Pick<Metadata, 'language' | 'site' | 'description' | 'image' | 'canonical'> & {
  readonly title: string
  readonly author: string | undefined
  /** As written. */
  readonly published: string | undefined
  /** What the page says, without what stands around it: a copy, in which addresses are absolute if the page's URL was given. */
  readonly tag: Tag
}

/**
 * The readable part of a page: the block with the most prose, without menus, forms, sharing and the like within it. Undefined for a page
 * without text.
 */
export function article(root: Branch, pageUrl = ''): Article | undefined {
  const scores = scoreBlocks(root)
  const best = bestBlock(scores)
  if (best === undefined) return undefined
  const tag = readableCopy(best, scores)
  makeAbsolute(tag, pageUrl === '' ? undefined : baseOf(root, pageUrl))
  const about = metadata(root, pageUrl)
  const { language, site, description, image, canonical } = about
  return {
    title: titleOf(root, about),
    author: authorOf(root, about),
    published: publishedOf(root, about),
    language,
    site,
    description,
    image,
    canonical,
    tag,
  }
}

/** Of equals the inner one. */
function bestBlock(scores: ReadonlyMap<Tag, BlockScore>): Tag | undefined {
  let best: Tag | undefined
  let most = Number.NEGATIVE_INFINITY
  let whole: Tag | undefined
  for (const [tag, { score, letters }] of scores) {
    if (letters > 0 && score > most && blockTags.has(tag.name) && !/^(?:p|h[1-6]|li|tr)$/.test(tag.name)) {
      best = tag
      most = score
    }
    if (letters > 0 && tag.name === 'body') whole = tag
  }
  if (best === undefined || whole === undefined) return best
  // A page of links with a sentence above them: all of it is what the page says.
  const isIndex = most < 500 && scores.get(best)!.said < scores.get(whole)!.said / 4
  return most > 0 && !isIndex ? best : whole
}

/** Without what is called boilerplate, controls, and lists of nothing but links beside the text. */
function readableCopy(best: Tag, scores: ReadonlyMap<Tag, BlockScore>): Tag {
  const copy = best.copy()
  const copies = new Map<Tag | Soup, Tag | Soup>([[best, copy]])
  let node: AnyNode | null = best.firstNode
  while (node !== null) {
    const isLeft = node.kind === 'comment' || (node.kind === 'tag' && isLeftOut(node, scores))
    if (!isLeft) {
      const copied = node.copy()
      link(copies.get(node.up!)!, copied)
      if (isBranch(node) && isBranch(copied)) copies.set(node, copied)
    }
    node = isLeft ? nextOutside(node, best) : nextNode(node, best)
  }
  return copy
}

function isLeftOut(tag: Tag, scores: ReadonlyMap<Tag, BlockScore>): boolean {
  const score = scores.get(tag)
  // What was not scored is nothing to read: scripts, styles, templates.
  return score === undefined || score.isAside
}

function makeAbsolute(root: Tag, base: string | undefined): void {
  for (const tag of [root, ...root.findAll(['a', 'img'])]) {
    const name = tag.name === 'img' ? 'src' : 'href'
    const lazy = tag.name === 'img' ? (tag.get('data-src') ?? tag.get('data-original')) : undefined
    const written = lazy !== undefined && /^(?:data:|$)/.test(tag.get('src') ?? '') ? lazy : tag.get(name)
    const url = written === undefined || base === undefined ? written : absoluteUrl(written, base)
    if (url !== undefined) tag.set(name, url)
  }
}
