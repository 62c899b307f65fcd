import type { SelectorReader } from './compile.ts'
import type { Test } from './context.ts'
import { directionTest } from './direction.ts'
import { formStates } from './form-states.ts'
import { languageTest } from './language.ts'
import { nthTest, parseNth } from './nth.ts'
import { containsTest, ownTextTest } from './pseudo-text.ts'
import { simplePseudos } from './simple-pseudos.ts'

type Reader = Pick<SelectorReader, 'closed' | 'fail' | 'list' | 'space' | 'strings' | 'take' | 'takes'>

/**
 * A pseudo-class of Selectors Level 4, or one of Beautiful Soup's; its argument is read. @throws CrawlError usage for one that is not
 * known, or lacks its argument
 */
export function pseudoTest(name: string, reader: Reader, at: number): Test {
  if (!reader.takes('('))
    return simplePseudos.get(name) ?? formStates.get(name) ?? reader.fail(`:${name} is not known, or lacks its argument`, at)
  const read = functions.get(name) ?? reader.fail(`:${name}() is not known`, at)
  return reader.closed(')', () => read(reader))
}

const oneOf = (reader: Reader) => reader.list('forgiving')

const functions: ReadonlyMap<string, (reader: Reader) => Test> = new Map<string, (reader: Reader) => Test>([
  ['is', oneOf],
  ['where', oneOf],
  ['matches', oneOf],
  ['any', oneOf],
  ['not', reader => negated(reader.list())],
  ['has', reader => reader.list('ahead')],
  ['nth-child', reader => positionTest(reader, false, false)],
  ['nth-last-child', reader => positionTest(reader, true, false)],
  ['nth-of-type', reader => positionTest(reader, false, true)],
  ['nth-last-of-type', reader => positionTest(reader, true, true)],
  ['contains', reader => containsTest(reader.strings())],
  ['-soup-contains', reader => containsTest(reader.strings())],
  ['-soup-contains-own', reader => ownTextTest(reader.strings())],
  ['lang', reader => languageTest(reader.strings())],
  ['dir', reader => directionTest(reader.take(/ltr|rtl/iy) ?? reader.fail('ltr or rtl should stand here'))],
])

function negated(test: Test): Test {
  return (tag, context) => !test(tag, context)
}

/** `2n+1`, `odd of p.x` */
function positionTest(reader: Reader, fromEnd: boolean, ofType: boolean): Test {
  const position =
    reader.take(/even|odd|[+-]?\d*n(?:\s*[+-]\s*\d+)?|[+-]?\d+/iy) ?? reader.fail('2n+1, odd, even or a number should stand here')
  reader.space()
  const of = !ofType && reader.take(/of(?![-\w])/iy) !== undefined ? reader.list() : undefined
  return nthTest(parseNth(position), { fromEnd, ofType, of })
}
