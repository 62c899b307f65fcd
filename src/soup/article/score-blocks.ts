import { unreadTags } from '../read/plain-text.ts'
import { visit } from '../read/visit.ts'
import { blockTags } from '../text/block-tags.ts'
import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'
import { isBoilerplate } from './boilerplate.ts'

export type BlockScore = {
  /** Characters of text below, white space aside. */
  readonly letters: number
  /** Those outside of what is aside. */
  readonly said: number
  /** Prose below, less what is none. */
  readonly score: number
  /** Is it, by its name, not part of what the page says? */
  readonly isAside: boolean
}

const quiet: ReadonlySet<string> = new Set(['td', 'th', 'li', 'dd', 'dt', 'figcaption', 'caption', 'pre', 'summary', 'blockquote'])

/**
 * How much prose the blocks of a page hold: each run of text between two ends of blocks counts its letters, for its block and those around
 * it. Sentences count for it; labels, lists of links and what is called a menu count against it. The block with the most is what the page
 * is about: one with less leaves prose out, one around it takes in more that is none.
 */
export function scoreBlocks(root: Branch): ReadonlyMap<Tag, BlockScore> {
  const scores = new Map<Tag, BlockScore>()
  const sizes = lettersBelow(root)
  const all = sizes.get(root) ?? 0
  const open: Mutable[] = []
  let run = { letters: 0, linked: 0, sentences: false }
  let [links, asides, articles] = [0, 0, 0]

  const endRun = () => {
    const block = open.at(-1)
    if (block !== undefined && run.letters > 0) {
      block.letters += run.letters
      if (asides === 0) block.said += run.letters
      block.score += asides > 0 ? -run.letters : scoreOf(run, block.tag.name)
    }
    run = { letters: 0, linked: 0, sentences: false }
  }

  visit(root, {
    open(tag) {
      if (unreadTags.has(tag.name) || tag.name === 'head') return false
      if (blockTags.has(tag.name)) endRun()
      // What holds most of the page is not beside it, whatever it is called.
      const isAside = isBoilerplate(tag, articles > 0) && (sizes.get(tag) ?? 0) < all * 0.6
      open.push({ tag, letters: 0, said: 0, score: 0, isAside })
      if (tag.name === 'a') links++
      if (tag.name === 'article' || tag.name === 'main') articles++
      if (isAside) asides++
      return true
    },
    close(tag) {
      if (open.at(-1)?.tag !== tag) return
      if (blockTags.has(tag.name)) endRun()
      const block = open.pop()!
      const outer = open.at(-1)
      if (outer !== undefined) {
        outer.letters += block.letters
        outer.said += block.said
        outer.score += block.score
      }
      if (tag.name === 'a') links--
      if (tag.name === 'article' || tag.name === 'main') articles--
      if (block.isAside) asides--
      scores.set(tag, block)
    },
    text({ value }) {
      const letters = lettersOf(value)
      run.letters += letters
      if (links > 0) run.linked += letters
      else run.sentences ||= /[.,;:!?\u3002\uff0c\uff01\uff1f]/.test(value)
    },
  })
  return scores
}

type Mutable = { -readonly [Key in keyof BlockScore]: BlockScore[Key] } & { readonly tag: Tag }

function scoreOf(
  { letters, linked, sentences }: { readonly letters: number; readonly linked: number; readonly sentences: boolean },
  name: string,
): number {
  const share = linked / letters
  if (share > 0.5) return -15 - letters
  if (/^h[1-6]$/.test(name)) return 10
  if (letters >= 80 || (letters >= 25 && sentences)) return letters * (1 - share)
  return quiet.has(name) ? 0 : -8
}

function lettersBelow(root: Branch): ReadonlyMap<Branch, number> {
  const sizes = new Map<Branch, number>()
  const open: { readonly tag: Branch; size: number }[] = [{ tag: root, size: 0 }]
  visit(root, {
    open(tag) {
      open.push({ tag, size: 0 })
      return !unreadTags.has(tag.name) && tag.name !== 'head'
    },
    close() {
      const { tag, size } = open.pop()!
      open.at(-1)!.size += size
      sizes.set(tag, size)
    },
    text({ value }) {
      open.at(-1)!.size += lettersOf(value)
    },
  })
  sizes.set(root, open[0]!.size)
  return sizes
}

function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x20) letters++
  return letters
}
