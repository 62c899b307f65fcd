import { decodeEntities } from './decode-entities.ts'
import type { ScannedDoctype } from './scan-doctype.ts'
import { scanDoctype } from './scan-doctype.ts'
import { createFinder } from './scan-finder.ts'
import { badCharacterAt, bareAmpersandAt, createNameCheck, instructionProblem } from './xml-rules.ts'

/** What stands in a text of XML, in its order. Places are offsets. */
export type XmlEvents = {
  open(name: string, attributes: readonly XmlAttribute[], isEmpty: boolean, at: number): void
  close(name: string, at: number): void
  text(value: string, at: number): void
  cdata(value: string, at: number): void
  comment(value: string): void
  /** The value is what stands after `<?`, the last question mark included. */
  instruction(value: string): void
  doctype(doctype: ScannedDoctype, at: number): void
  /** What is not as XML 1.0 wants it, and was read all the same. */
  problem(what: string, at: number): void
}

export type XmlAttribute = readonly [name: string, value: string]

/**
 * Cuts XML into its parts. Takes everything: what is malformed is read as it was probably meant, and reported. Line ends must have been
 * normalised. Linear: no text is searched twice for the same mark.
 * @param goesOn this is the begin of a text: what might end otherwise when more of it is here is left, and problems are not reported
 * @returns where the part begins that was left
 */
export function scanXml(xml: string, events: XmlEvents, goesOn = false): number {
  const problem: XmlEvents['problem'] = goesOn ? () => {} : events.problem
  const finder = createFinder(xml)
  const checkName = createNameCheck()
  let at = 0
  // A document type may declare entities, here or elsewhere: nobody who does not read it can say that one is unknown.
  let declares = false
  let isMissing = false

  while (at < xml.length) {
    const from = at
    onePart()
    if (isUndecided()) return from
  }
  return at

  function find(mark: string, from: number): number {
    const found = finder(mark, from)
    isMissing ||= found < 0
    return found
  }

  /** Nothing is told of such a part. */
  function isUndecided(): boolean {
    return goesOn && (isMissing || at >= xml.length)
  }

  function onePart(): void {
    const next = xml.charCodeAt(at + 1)
    if (xml.charCodeAt(at) !== lessThan) text()
    else if (next === exclamation) declaration()
    else if (next === question) instruction()
    else if (next === slash) endTag()
    else if (isNameCode(next)) startTag()
    else {
      problem('"<" begins no tag; as text it is written &lt;', at)
      text()
    }
  }

  /** To the next `<` behind its first character. */
  function text(): void {
    const from = at
    const end = find('<', at + 1)
    at = end < 0 ? xml.length : end
    if (isUndecided()) return
    const raw = xml.slice(from, at)
    const cdataEnd = raw.indexOf(']]>')
    if (cdataEnd >= 0) problem('"]]>" stands in a text; it is written ]]&gt;', from + cdataEnd)
    events.text(decoded(raw, from), from)
  }

  function checked(raw: string, from: number): string {
    const bad = badCharacterAt(raw)
    if (bad >= 0)
      problem(`a character that XML does not have: U+${raw.codePointAt(bad)!.toString(16).toUpperCase().padStart(4, '0')}`, from + bad)
    return raw
  }

  function decoded(raw: string, from: number): string {
    const bare = bareAmpersandAt(checked(raw, from))
    if (bare >= 0) problem('"&" begins no reference; as text it is written &amp;', from + bare)
    return decodeEntities(raw, (written, offset) => {
      if (!declares || written.startsWith('&#')) problem(`${written} stands for nothing`, from + offset)
    })
  }

  /** What stands between two marks; to the end where the second is missing. */
  function between(opening: number, mark: string, what: string): string {
    const start = at + opening
    const end = find(mark, start)
    if (end < 0) problem(`${what} is not closed`, at)
    at = end < 0 ? xml.length : end + mark.length
    return isUndecided() ? '' : checked(xml.slice(start, end < 0 ? undefined : end), start)
  }

  function declaration(): void {
    const from = at
    if (xml.startsWith('<!--', at)) {
      const value = between(4, '-->', 'a comment')
      if (value.includes('--') || value.endsWith('-')) problem('"--" stands in a comment', from)
      if (!isUndecided()) events.comment(value)
    } else if (xml.startsWith('<![CDATA[', at)) {
      const value = between(9, ']]>', 'a CDATA section')
      if (!isUndecided()) events.cdata(value, from)
    } else if (/^<!doctype$/i.test(xml.slice(at, at + 9))) {
      const doctype = scanDoctype(xml, at)
      at = doctype.end
      declares ||= doctype.declares
      if (doctype.problem !== undefined) problem(doctype.problem, from)
      if (!isUndecided()) events.doctype(doctype, from)
    } else {
      problem('a declaration stands outside of the document type', at)
      between(2, '>', 'a declaration')
    }
  }

  function instruction(): void {
    const from = at
    // Some pages forget the second question mark.
    const mark = find('?>', at + 2) >= 0 ? '?>' : '>'
    const value = `${between(2, mark, 'a processing instruction')}?`
    const wrong = mark === '>' ? 'a processing instruction is not closed' : instructionProblem(value, from)
    if (wrong !== undefined) problem(wrong, from)
    if (!isUndecided()) events.instruction(value)
  }

  function endTag(): void {
    const from = at
    at = nameEnd(from + 2)
    const name = xml.slice(from + 2, at)
    if (xml.charCodeAt(skipSpace()) !== greaterThan) problem(`the end tag </${name.slice(0, 80)}> is not closed`, at)
    const close = find('>', at)
    const other = find('<', at)
    const isCut = close < 0 || (other >= 0 && other < close)
    at = isCut ? (other < 0 ? xml.length : other) : close + 1
    if (!isUndecided()) events.close(name, from)
  }

  function startTag(): void {
    const from = at
    at = nameEnd(from + 1)
    const name = xml.slice(from + 1, at)
    const wrong = checkName(name)
    if (wrong !== undefined) problem(wrong, from)
    const attributes: XmlAttribute[] = []
    const names = new Set<string>()
    for (;;) {
      const before = at
      const code = xml.charCodeAt(skipSpace())
      if (code === greaterThan || (code === slash && xml.charCodeAt(at + 1) === greaterThan)) {
        at += code === slash ? 2 : 1
        if (!isUndecided()) events.open(name, attributes, code === slash, from)
        return
      }
      if (at >= xml.length || code === lessThan) {
        problem(`the start tag <${name.slice(0, 80)}> is not closed`, at)
        if (!isUndecided()) events.open(name, attributes, false, from)
        return
      }
      if (before === at) problem('white space is missing before an attribute', at)
      const attribute = readAttribute()
      if (attribute === undefined) continue
      if (names.has(attribute[0])) problem(`the attribute ${attribute[0].slice(0, 80)} stands twice; the first counts`, before)
      else attributes.push(attribute)
      names.add(attribute[0])
    }
  }

  function readAttribute(): XmlAttribute | undefined {
    const from = at
    at = nameEnd(from)
    if (at === from) {
      problem(`"${xml[at]}" has no place in a tag`, at)
      at++
      return undefined
    }
    const name = xml.slice(from, at)
    const wrong = checkName(name)
    if (wrong !== undefined) problem(wrong, from)
    const afterName = at
    if (xml.charCodeAt(skipSpace()) !== equals) {
      at = afterName
      problem(`the attribute ${name.slice(0, 80)} has no value`, from)
      return [name, '']
    }
    at++
    const quote = xml.charCodeAt(skipSpace())
    const isQuoted = quote === doubleQuote || quote === singleQuote
    const start = isQuoted ? at + 1 : at
    const closing = isQuoted ? find(quote === doubleQuote ? '"' : "'", start) : -1
    if (closing < 0) {
      problem(`the value of ${name.slice(0, 80)} is not between quotes`, at)
      at = start
      while (at < xml.length && !isSpace(xml.charCodeAt(at)) && xml.charCodeAt(at) !== greaterThan) at++
      return [name, decoded(xml.slice(start, at), start)]
    }
    at = closing + 1
    const raw = xml.slice(start, closing)
    if (raw.includes('<')) problem(`"<" in the value of ${name.slice(0, 80)} is written &lt;`, start + raw.indexOf('<'))
    // XML 1.0, section 3.3.3.
    return [name, decoded(raw.replace(/[\t\n]/g, ' '), start)]
  }

  function skipSpace(): number {
    while (isSpace(xml.charCodeAt(at))) at++
    return at
  }

  function nameEnd(from: number): number {
    let end = from
    while (isNameCode(xml.charCodeAt(end))) end++
    return end
  }
}

const exclamation = 0x21
const doubleQuote = 0x22
const singleQuote = 0x27
const slash = 0x2f
const lessThan = 0x3c
const equals = 0x3d
const greaterThan = 0x3e
const question = 0x3f

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d
}

/** Every character that means nothing else in a tag; not the end, which is NaN. */
function isNameCode(code: number): boolean {
  return (code > 0x3f || (code >= 0x30 && code < lessThan) || code === 0x2d || code === 0x2e) && !Number.isNaN(code)
}
