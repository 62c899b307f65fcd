export type ScannedDoctype = {
  readonly root: string
  readonly publicId: string
  readonly systemId: string
  /** May it declare entities, in itself or in the file that it names? */
  readonly declares: boolean
  readonly problem: string | undefined
  /** The offset after it. */
  readonly end: number
}

/** A document type from its `<!DOCTYPE` on. Its internal subset is passed over: nothing that is declared there is believed. */
export function scanDoctype(xml: string, from: number): ScannedDoctype {
  const head = /\s+([^\s[>]+)(?:\s+(?:PUBLIC\s+("[^"]*"|'[^']*')(?:\s+("[^"]*"|'[^']*'))?|SYSTEM\s+("[^"]*"|'[^']*')))?\s*/iy
  const start = from + '<!DOCTYPE'.length
  head.lastIndex = start
  const found = head.exec(xml)
  const [whole = '', root = '', publicId, systemId = found?.[4]] = found ?? []
  const after = start + whole.length
  const { end, hasSubset } = endOf(xml, after)
  return {
    root,
    publicId: publicId?.slice(1, -1) ?? '',
    systemId: systemId?.slice(1, -1) ?? '',
    declares: hasSubset || systemId !== undefined,
    problem: problemOf(),
    end,
  }

  function problemOf(): string | undefined {
    if (!xml.startsWith('<!DOCTYPE', from)) return '<!DOCTYPE is written in capitals'
    if (publicId !== undefined && systemId === undefined) return 'the document type has a public identifier and no system identifier'
    const isWhole = root !== '' && (xml[after] === '>' || xml[after] === '[') && xml[end - 1] === '>'
    return isWhole ? undefined : 'the document type is malformed'
  }
}

/**
 * After the `>` that stands in no subset. Within one, texts, comments and instructions may hold brackets; one that does not end takes the
 * rest.
 */
function endOf(xml: string, from: number): { readonly end: number; readonly hasSubset: boolean } {
  const mark = /[<>[\]"']/g
  mark.lastIndex = from
  let isInside = false
  let hasSubset = false
  for (let found = mark.exec(xml); found !== null; found = mark.exec(xml)) {
    const [character] = found
    if (!isInside) {
      if (character === '>') return { end: found.index + 1, hasSubset }
      isInside = character === '['
      hasSubset ||= isInside
    } else if (character === ']') isInside = false
    else {
      const closing = closingOf(xml, character, found.index)
      const end = closing === undefined ? mark.lastIndex : xml.indexOf(closing, found.index + closing.length + (closing === '-->' ? 1 : 0))
      if (end < 0) break
      mark.lastIndex = end + (closing?.length ?? 0)
    }
  }
  return { end: xml.length, hasSubset }
}

/** What ends a comment, an instruction or a text that begins here. */
function closingOf(xml: string, character: string, at: number): string | undefined {
  if (character === '"' || character === "'") return character
  if (character !== '<') return undefined
  return xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<?', at) ? '?>' : undefined
}
