/**
 * The encoding that a page declares of itself (HTML, "prescan a byte stream to determine its encoding"); undefined when it declares none.
 * The standard searches `prescan` bytes before it parses, and takes a later `<meta>` when the parser comes to it: both are one walk here,
 * only that raw text (a script that writes a meta) is passed over beyond the prescan, as the parser does.
 * @param known gives the name of the encoding behind a label
 */
export function metaEncoding(bytes: Uint8Array, prescan: number, known: (label: string) => string | undefined): string | undefined {
  if (startsWith(bytes, 0, [0x3c, 0, 0x3f, 0, 0x78, 0])) return 'utf-16le'
  if (startsWith(bytes, 0, [0, 0x3c, 0, 0x3f, 0, 0x78])) return 'utf-16be'
  let rawUntil = 0
  for (let at = bytes.indexOf(lt); at >= 0; at = bytes.indexOf(lt, at)) {
    const next = bytes[at + 1] ?? 0
    if (next === 0x21 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) at = afterComment(bytes, at)
    else if (next === 0x21 || next === 0x3f || (next === 0x2f && !isLetter(bytes[at + 2] ?? 0))) at = after(bytes, gt, at)
    else if (isLetter(next) || next === 0x2f) {
      const name = tagName(bytes, at + 1)
      const nameEnd = at + 1 + name.length
      if (at >= rawUntil && rawTags.has(name)) rawUntil = rawEnd(bytes, nameEnd, name)
      const cursor = { at: nameEnd }
      const isMeta = name === 'meta' && endsName(bytes[nameEnd] ?? 0) && (at < prescan || at >= rawUntil)
      const found = readAttributes(bytes, cursor, isMeta ? known : undefined)
      if (found !== undefined) return asDeclared(found)
      at = Math.max(cursor.at, nameEnd)
    } else at++
  }
  return xmlEncoding(bytes, known)
}

/** The encoding of an XML declaration at the start of the bytes. */
export function xmlEncoding(bytes: Uint8Array, known: (label: string) => string | undefined): string | undefined {
  if (!startsWith(bytes, 0, [0x3c, 0x3f, 0x78, 0x6d, 0x6c])) return undefined
  const declaration = latin1(bytes, 0, Math.min(bytes.length, longestDeclaration))
  const label = /^[^>]*?encoding[\s]*=[\s]*(?:"([^">]*)"|'([^'>]*)')/.exec(declaration)
  const encoding = label === null ? undefined : known((label[1] ?? label[2])!)
  return encoding === undefined ? undefined : asDeclared(encoding)
}

/** The text could not have been read so far if it were UTF-16. */
function asDeclared(encoding: string): string {
  return encoding.startsWith('utf-16') ? 'utf-8' : encoding
}

/** Passes over the attributes of a tag; of a meta that declares an encoding known by name, gives that. */
function readAttributes(bytes: Uint8Array, cursor: { at: number }, known: ((label: string) => string | undefined) | undefined) {
  const seen = new Set<string>()
  let isPragma = false
  let needsPragma: boolean | undefined
  let encoding: string | undefined
  for (;;) {
    const attribute = readAttribute(bytes, cursor, known !== undefined)
    if (attribute === undefined) break
    if (known === undefined || !telling.has(attribute.name) || seen.has(attribute.name)) continue
    seen.add(attribute.name)
    if (attribute.name === 'http-equiv') isPragma ||= attribute.value === 'content-type'
    else if (attribute.name === 'charset') {
      encoding = known(attribute.value)
      needsPragma = false
    } else if (attribute.name === 'content' && needsPragma === undefined) {
      const label = contentCharset(attribute.value)
      const named = label === undefined ? undefined : known(label)
      if (named === undefined) continue
      encoding = named
      needsPragma = true
    }
  }
  // a tag that the bytes end in declares nothing
  if (needsPragma === undefined || (needsPragma && !isPragma) || cursor.at >= bytes.length) return undefined
  return encoding
}

/** Other attributes are not remembered: a tag may have a hundred thousand. */
const telling: ReadonlySet<string> = new Set(['http-equiv', 'charset', 'content'])

/** HTML, "get an attribute": lower case, no entities; undefined at the end of the tag or of the bytes. */
function readAttribute(bytes: Uint8Array, cursor: { at: number }, wantsText: boolean): { name: string; value: string } | undefined {
  let at = cursor.at
  while (isSpace(bytes[at] ?? 0) || bytes[at] === 0x2f) at++
  cursor.at = at
  if (at >= bytes.length || bytes[at] === gt) return undefined
  const start = at
  while (at < bytes.length && !(bytes[at] === 0x3d && at > start) && !endsName(bytes[at]!)) at++
  const name = wantsText ? latin1(bytes, start, at).toLowerCase() : ''
  while (isSpace(bytes[at] ?? 0)) at++
  cursor.at = at
  if (bytes[at] !== 0x3d) return at >= bytes.length ? undefined : { name, value: '' }
  do at++
  while (isSpace(bytes[at] ?? 0))
  const quote = bytes[at]
  let end = at
  if (quote === 0x22 || quote === 0x27) {
    end = bytes.indexOf(quote, ++at)
    if (end < 0) end = bytes.length
    cursor.at = Math.min(end + 1, bytes.length)
  } else {
    while (end < bytes.length && bytes[end] !== gt && !isSpace(bytes[end]!)) end++
    cursor.at = end
  }
  if (end >= bytes.length) return undefined
  return { name, value: wantsText ? latin1(bytes, at, end).toLowerCase() : '' }
}

/** `text/html; charset=x` -> `x` (HTML, "extracting a character encoding from a meta element"). */
function contentCharset(content: string): string | undefined {
  const match = /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))/.exec(content)
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

function afterComment(bytes: Uint8Array, start: number): number {
  // the dashes of the opening may be those of the end: <!-->
  for (let at = bytes.indexOf(gt, start + 4); at >= 0; at = bytes.indexOf(gt, at + 1)) {
    if (bytes[at - 1] === 0x2d && bytes[at - 2] === 0x2d) return at + 1
  }
  return bytes.length
}

function after(bytes: Uint8Array, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from)
  return found < 0 ? bytes.length : found + 1
}

function rawEnd(bytes: Uint8Array, from: number, name: string): number {
  for (let at = bytes.indexOf(lt, from); at >= 0; at = bytes.indexOf(lt, at + 1)) {
    if (bytes[at + 1] === 0x2f && latin1(bytes, at + 2, at + 2 + name.length).toLowerCase() === name) return at
  }
  return Number.POSITIVE_INFINITY
}

/** The name of a tag, at most as long as one that matters here; with its slash when it is an end tag, so that it matters nowhere. */
function tagName(bytes: Uint8Array, start: number): string {
  let end = start
  while (end < bytes.length && !isSpace(bytes[end]!) && bytes[end] !== gt && !(bytes[end] === 0x2f && end > start)) end++
  return latin1(bytes, start, end).toLowerCase()
}

const lt = 0x3c
const gt = 0x3e
const longestDeclaration = 1024
const rawTags: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'textarea', 'title', 'xmp'])

function endsName(byte: number): boolean {
  return isSpace(byte) || byte === 0x2f || byte === gt
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

function startsWith(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte)
}

/** A letter a byte. A decoder takes as long to begin as this for a name. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > longestName) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let at = start; at < Math.min(end, bytes.length); at++) text += String.fromCharCode(bytes[at]!)
  return text
}

const longestName = 64
// Of what is asked for here only ASCII matters, which is the same in both.
const decoder = new TextDecoder('windows-1252')
