import { html as parse5Html } from 'parse5'
import { decodeText, sniffEncoding } from '../../base/encoding.ts'
import type { Soup } from '../tree/soup.ts'
import { locate } from '../tree/source-location.ts'
import { Tag } from '../tree/tag.ts'
import { LocatedParser } from './located-parser.ts'
import { fillSelectedContent } from './selected-content.ts'
import { SoupParser } from './soup-parser.ts'
import { createTreeAdapter } from './tree-adapter.ts'

export type ParseOptions = {
  /**
   * Of bytes: the charset as Content-Type gives it. A byte order mark goes before it, a `<meta>` comes after it (HTML, section 13.2.3.2). A
   * name that nobody knows counts as absent. Default: none.
   */
  readonly encoding?: string | undefined
  /** Keep where tags, comments and the doctype stand in the source (`node.sourceLocation`); takes twice the time. Default false. */
  readonly sourceLocations?: boolean | undefined
}

/**
 * The tree of a document as browsers build it (HTML, section 13.2), scripting off: `<noscript>` holds elements. Never throws.
 * @param html a text, or bytes: `soup.encoding` says what they were read as
 */
export function parseSoup(html: string | Uint8Array, { encoding, sourceLocations = false }: ParseOptions = {}): Soup {
  if (typeof html !== 'string') {
    const sniffed = sniffEncoding(html, encoding)
    const soup = parseSoup(decodeText(html, sniffed.encoding), { sourceLocations })
    soup.sniffed = sniffed
    return soup
  }
  if (sourceLocations) return parseLocated(html)
  const parser = new SoupParser({ scriptingEnabled: false, treeAdapter: createTreeAdapter() })
  parser.tokenizer.write(normalised(html), true)
  return finished(parser, parser.document as Soup)
}

/**
 * The nodes of a piece of a document, without html, head and body around them.
 * @param context the tag that it would stand in: `body` (default), `tr`, `svg path`, `math mi`
 */
export function parseFragment(html: string, context = 'body'): Soup {
  const [, space, name = context] = /^(svg|math) (.+)$/.exec(context) ?? []
  const parser = SoupParser.getFragmentParser(new Tag(name, namespaces.get(space ?? 'html')), {
    scriptingEnabled: false,
    treeAdapter: createTreeAdapter(),
  })
  parser.tokenizer.write(normalised(html), true)
  return finished(parser as SoupParser, parser.getFragment() as Soup)
}

/** The source as it is: places count its own line ends. */
function parseLocated(html: string): Soup {
  const parser = new LocatedParser()
  const soup = parser.read(html)
  for (const [node, place] of parser.locations) {
    locate(node, {
      start: { line: place.startLine, column: place.startCol, offset: place.startOffset },
      end: { line: place.endLine, column: place.endCol, offset: place.endOffset },
    })
  }
  return finished(parser, soup)
}

const namespaces = new Map<string, string>([
  ['html', parse5Html.NS.HTML],
  ['svg', parse5Html.NS.SVG],
  ['math', parse5Html.NS.MATHML],
])

function finished(parser: SoupParser, soup: Soup): Soup {
  if (parser.showsSelected) fillSelectedContent(soup)
  return soup
}

/** HTML, section 13.2.3.5: line ends are LF. Of 8 MiB of CR a regular expression took twice as long. */
function normalised(html: string): string {
  return html.includes('\r') ? html.split('\r\n').join('\n').split('\r').join('\n') : html
}
