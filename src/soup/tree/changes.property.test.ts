import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkLinks } from '../../../test/support/check-links.ts'
import { CrawlError } from '../../base/crawl-error.ts'
import type { AnyNode, Tag } from '../index.ts'
import { parseFragment } from '../index.ts'

type Deed = (node: AnyNode, others: readonly AnyNode[], number: number) => unknown

const isTag = (node: AnyNode): node is Tag => node.kind === 'tag'
const onTag =
  (deed: (tag: Tag, others: readonly AnyNode[], number: number) => unknown): Deed =>
  (node, others, number) =>
    isTag(node) && deed(node, others, number)

const deeds: readonly Deed[] = [
  onTag((tag, others) => tag.append(...others)),
  onTag((tag, others, number) => tag.insert(number, ...others)),
  onTag((tag, [other]) => other !== undefined && isTag(other) && tag.extend(other)),
  onTag((tag, _, number) => tag.clear({ decompose: number > 2 })),
  onTag(tag => tag.smooth()),
  onTag(tag => tag.setString('s')),
  onTag(tag => tag.unwrap()),
  (node, others) => node.insertBefore(...others),
  (node, others) => node.insertAfter('t', ...others),
  (node, others) => node.replaceWith(...others),
  (node, others) =>
    others
      .filter(isTag)
      .slice(0, 1)
      .map(tag => node.wrap(tag)),
  node => node.extract(),
  (node, _, number) => number === 0 && node.decompose(),
  node => node.nextElement?.insertBefore(node.clone()),
]

const step = fc.record({
  deed: fc.nat(deeds.length - 1),
  node: fc.nat(),
  others: fc.array(fc.nat(), { maxLength: 3 }),
  number: fc.nat(4),
})

test('whatever is done in whatever order, links agree; a deed that is refused changes nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      const soup = parseFragment('<p id=a>1<b>2</b><!--3--></p><div><i>4<u>5</u></i>6</div>')
      // What was taken out can be put in again.
      const all: AnyNode[] = [soup, ...soup.descendants]
      for (const { deed, node, others, number } of steps) {
        const at = (position: number) => all[position % all.length]!
        const roots = () => new Set(all.map(rootOf))
        const before = [...roots()].map(root => root.toString())
        try {
          deeds[deed]!(at(node), others.map(at), number)
        } catch (error) {
          assert.ok(error instanceof CrawlError && error.code === 'usage', String(error))
          assert.deepEqual(
            [...roots()].map(root => root.toString()),
            before,
          )
        }
        for (const root of roots()) for (const met of checkLinks(root)) if (!all.includes(met)) all.push(met)
      }
    }),
    { seed: 4, numRuns: 400 },
  )
})

function rootOf(node: AnyNode): AnyNode {
  return [...node.parents].at(-1) ?? node
}
