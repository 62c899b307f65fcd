import { htmlNamespace } from '../tree/attributes.ts'
import type { AnyNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import type { Test } from './context.ts'
import { nextTag, previousTag } from './context.ts'
import { nthTest } from './nth.ts'

const first = (position: number) => position === 1
const firstOfType = nthTest(first, { fromEnd: false, ofType: true })
const lastOfType = nthTest(first, { fromEnd: true, ofType: true })
const never: Test = () => false

/** Pseudo-classes without an argument. What depends on a reader's doing (`:hover`) is known and matches nothing. */
export const simplePseudos: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['root', (tag, { root }) => tag === root && isAlone(tag)],
  ['scope', (tag, { scope, root }) => tag === (scope.kind === 'document' ? root : scope)],
  ['empty', isEmpty],
  ['first-child', tag => previousTag(tag) === null],
  ['last-child', tag => nextTag(tag) === null],
  ['only-child', tag => previousTag(tag) === null && nextTag(tag) === null],
  ['first-of-type', firstOfType],
  ['last-of-type', lastOfType],
  ['only-of-type', (tag, context) => firstOfType(tag, context) && lastOfType(tag, context)],
  ['link', isLink],
  ['any-link', isLink],
  ['defined', tag => tag.namespace !== htmlNamespace || !tag.name.includes('-') || tag.name.startsWith('-')],
  ...'active current focus focus-visible focus-within future host hover local-link past paused playing target target-within user-invalid visited'
    .split(' ')
    .map((name): [string, Test] => [name, never]),
])

function isLink(tag: Tag): boolean {
  return tag.namespace === htmlNamespace && (tag.name === 'a' || tag.name === 'area') && tag.has('href')
}

/** White space and comments do not count (Selectors Level 4, section 13.2). */
function isEmpty(tag: Tag): boolean {
  for (let node = tag.firstNode; node !== null; node = node.next) if (counts(node)) return false
  return true
}

/** A root has neither text nor other tags beside it. */
function isAlone(tag: Tag): boolean {
  for (let node = tag.prev; node !== null; node = node.prev) if (counts(node)) return false
  for (let node = tag.next; node !== null; node = node.next) if (counts(node)) return false
  return true
}

function counts(node: AnyNode): boolean {
  return node.kind === 'tag' || ((node.kind === 'text' || node.kind === 'cdata') && /[^ \t\r\n\f]/.test(node.value))
}
