import { parse, parseFragment as parsePart } from 'parse5'
import type { Soup } from './tree/soup.ts'
import { Tag } from './tree/tag.ts'
import { createTreeAdapter } from './tree-adapter.ts'

/** The tree of a document as browsers build it (HTML, section 13.2), scripting off: `<noscript>` holds elements. Never throws. */
export function parseSoup(html: string): Soup {
  return parse(html, { scriptingEnabled: false, treeAdapter: createTreeAdapter() })
}

/** The nodes of a piece of a document, without html, head and body around them. @param context the tag that it would stand in; default `body` */
export function parseFragment(html: string, context = 'body'): Soup {
  const fragment = parsePart(new Tag(context), html, { scriptingEnabled: false, treeAdapter: createTreeAdapter() })
  return fragment as Soup
}
