import type { Soup } from '../tree/soup.ts'
import { Tag } from '../tree/tag.ts'
import { SoupParser } from './soup-parser.ts'
import { createTreeAdapter } from './tree-adapter.ts'

/** The tree of a document as browsers build it (HTML, section 13.2), scripting off: `<noscript>` holds elements. Never throws. */
export function parseSoup(html: string): Soup {
  const parser = new SoupParser({ scriptingEnabled: false, treeAdapter: createTreeAdapter() })
  parser.tokenizer.write(normalised(html), true)
  return parser.document
}

/** The nodes of a piece of a document, without html, head and body around them. @param context the tag that it would stand in; default `body` */
export function parseFragment(html: string, context = 'body'): Soup {
  const parser = SoupParser.getFragmentParser(new Tag(context), { scriptingEnabled: false, treeAdapter: createTreeAdapter() })
  parser.tokenizer.write(normalised(html), true)
  return parser.getFragment() as Soup
}

/** HTML, section 13.2.3.5: line ends are LF. */
function normalised(html: string): string {
  return html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html
}
