import type { Tag } from '../tree/tag.ts'
import type { BlockWriter } from './block-writer.ts'

type List = {
  readonly ordered: boolean
  /** `-` or `*`; of an ordered list what stands behind the number, `.` or `)`. */
  readonly mark: string
  /** Does it belong to the item before it, although it is no part of it? */
  readonly isIndented: boolean
  next: number
  /** Of the marker of the last item. */
  width: number
  /** Blocks written when the last item ended: as long as there are no more, the next item comes on the next line. */
  endedAt: number
  /** The same of the last term, for what explains it. */
  termAt: number
  /** Items open now. */
  items: number
}

const listTags: ReadonlySet<string> = new Set(['ul', 'ol', 'menu', 'dir', 'dl'])

/** Items of lists: their markers, their numbers, and what tells one list from the next. */
export class Lists {
  readonly #blocks: BlockWriter
  readonly #open: List[] = []
  /** Blocks written before each open item. */
  readonly #before: number[] = []
  /** The list that ended last, and where. */
  #last: { readonly list: List; readonly blocks: number; readonly depth: number } | undefined = undefined
  readonly #loose: List = { ordered: false, mark: '-', isIndented: false, next: 1, width: 0, endedAt: -1, termAt: -1, items: 0 }

  constructor(blocks: BlockWriter) {
    this.#blocks = blocks
  }

  open(tag: Tag): void {
    if (listTags.has(tag.name)) this.#openList(tag)
    else if (tag.name === 'li' || tag.name === 'dd') this.#openItem(tag)
  }

  close(tag: Tag): void {
    if (tag.name === 'li' || tag.name === 'dd') {
      const list = this.#current
      this.#blocks.leave()
      list.items--
      if (this.#before.pop() === this.#blocks.count) this.#blocks.gap(2)
      else list.endedAt = this.#blocks.count
    } else if (tag.name === 'dt') {
      this.#current.termAt = this.#blocks.count
    } else if (listTags.has(tag.name)) {
      const list = this.#open.pop()!
      if (list.isIndented) this.#blocks.leave()
      this.#last = { list, blocks: this.#blocks.count, depth: this.#blocks.depth }
      this.#blocks.gap(2)
    }
  }

  get #current(): List {
    return this.#open.at(-1) ?? this.#loose
  }

  #openList(tag: Tag): void {
    const outer = this.#open.at(-1)
    const ordered = tag.name === 'ol'
    const start = numberOf(tag.get('start')) ?? 1
    // A list of a list that has no item of its own: it belongs to the item before it.
    const isIndented = outer !== undefined && outer.items === 0 && outer.endedAt === this.#blocks.count
    if (isIndented) this.#blocks.enter(' '.repeat(outer.width), ' '.repeat(outer.width))
    // Right below a text only a list that begins with 1 is seen (CommonMark, section 5.2).
    const joins = (isIndented || (outer?.items ?? 0) > 0) && (!ordered || start === 1)
    const last = this.#last
    const isNext = last !== undefined && last.blocks === this.#blocks.count && last.depth === this.#blocks.depth && last.blocks > 0
    const isAlike = isNext && last.list.ordered === ordered
    const marks = ordered ? ['.', ')'] : ['-', '*']
    const mark = isAlike && last.list.mark === marks[0] ? marks[1]! : marks[0]!
    this.#open.push({ ordered, mark, isIndented, next: start, width: 0, endedAt: joins ? this.#blocks.count : -1, termAt: -1, items: 0 })
  }

  #openItem(tag: Tag): void {
    const list = this.#current
    const number = numberOf(tag.get('value')) ?? list.next
    list.next = number + 1
    const marker = list.ordered && tag.name === 'li' ? `${number}${list.mark} ` : `${list.mark === '*' ? '*' : '-'} `
    if (list.endedAt === this.#blocks.count || (tag.name === 'dd' && list.termAt === this.#blocks.count)) this.#blocks.nextLine()
    this.#blocks.enter(marker, ' '.repeat(marker.length))
    this.#before.push(this.#blocks.count)
    list.width = marker.length
    list.items++
  }
}

/** What Markdown can write: at most nine digits. */
function numberOf(text = ''): number | undefined {
  const number = /^\s*-?\d+/.test(text) ? Number.parseInt(text, 10) : undefined
  return number === undefined ? undefined : Math.min(Math.max(number, 0), 999_999_999)
}
