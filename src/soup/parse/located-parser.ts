import type { ParserOptions, Token as Tokens, TreeAdapter } from 'parse5'
import { Tokenizer } from 'parse5'
import type { AnyNode } from '../tree/node.ts'
import type { Soup } from '../tree/soup.ts'
import { SoupParser } from './soup-parser.ts'
import type { SoupTypes } from './tree-adapter.ts'
import { createTreeAdapter } from './tree-adapter.ts'

export type NodeLocation = Tokens.ElementLocation

/** The same tree construction over parse5's own tokenizer, which knows where each tag and comment stands in the source. */
export class LocatedParser extends SoupParser {
  readonly locations: Map<AnyNode, NodeLocation>

  constructor(options: Pick<ParserOptions<SoupTypes>, 'onParseError'> = {}) {
    const locations = new Map<AnyNode, NodeLocation>()
    super({ ...options, scriptingEnabled: false, sourceCodeLocationInfo: true, treeAdapter: locatingAdapter(locations) })
    this.locations = locations
    const { inForeignNode } = this.tokenizer
    this.tokenizer = new Tokenizer(this.options, this)
    this.tokenizer.inForeignNode = inForeignNode
    this.tokenizer.preprocessor.bufferWaterline = Number.POSITIVE_INFINITY
  }

  read(html: string): Soup {
    this.tokenizer.write(html, true)
    return this.document
  }

  /** Places of texts are not asked for; to find the node that a text went into, parse5 would list all children of its parent. */
  override _insertCharacters(token: Tokens.CharacterToken): void {
    super._insertCharacters({ ...token, location: null })
  }
}

function locatingAdapter(locations: Map<AnyNode, NodeLocation>): TreeAdapter<SoupTypes> {
  return {
    ...createTreeAdapter(),
    setNodeSourceCodeLocation(node, location) {
      if (location !== null) locations.set(node, location)
    },
    getNodeSourceCodeLocation: node => locations.get(node),
    updateNodeSourceCodeLocation(node, end) {
      const known = locations.get(node)
      if (known !== undefined) Object.assign(known, end)
    },
  }
}
