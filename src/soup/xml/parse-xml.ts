import { limits } from '../../base/limits.ts'
import type { Attribute } from '../tree/attributes.ts'
import { CData, Comment, Doctype, ProcessingInstruction, TextNode } from '../tree/leaves.ts'
import { link } from '../tree/links.ts'
import { Soup } from '../tree/soup.ts'
import { Tag } from '../tree/tag.ts'
import { createPlaces } from './line-and-column.ts'
import { NamespaceScope, splitName, xmlnsNamespace } from './namespace-scope.ts'
import type { XmlAttribute } from './scan-xml.ts'
import { scanXml } from './scan-xml.ts'
import { declarationProblem } from './xml-rules.ts'

/** Where a text is not as it should be. Lines and columns count from 1. */
export type MarkupProblem = { readonly line: number; readonly column: number; readonly what: string }

export type XmlOptions = {
  /** Told what was malformed and how it was read, at most `limits.xmlProblems` times. */
  readonly report?: ((problem: MarkupProblem) => void) | undefined
}

/**
 * The tree of a feed, a sitemap or any other XML, in the same nodes as a page. Names keep their case and their prefix, namespaces are
 * resolved; of entities there are the five of XML and those by number. Never throws: end tags that are missing or have no start are mended,
 * and reported. Deeper than `limits.xmlDepth` elements stand beside one another; what is beyond `limits.xmlLength` is not read.
 */
export function parseXml(text: string, { report = () => {} }: XmlOptions = {}): Soup {
  const xml = text.slice(text.startsWith('\ufeff') ? 1 : 0, limits.xmlLength).replace(/\r\n?/g, '\n')
  const soup = new Soup()
  const scope = new NamespaceScope()
  const openNames = new Map<string, number>()
  const placeOf = createPlaces(xml)
  let at: Soup | Tag = soup
  let depth = 0
  let tooDeep = 0
  let problems = 0
  let hasRoot = false
  let hasDoctype = false
  const problem = (what: string, offset: number) => {
    if (problems++ < limits.xmlProblems) report({ ...placeOf(offset), what })
  }
  const leave = () => {
    openNames.set((at as Tag).name, openNames.get((at as Tag).name)! - 1)
    scope.leave()
    at = at.up!
    depth--
  }
  const addText = (value: string, offset: number) => {
    if (at === soup) {
      if (value.trim() === '') return
      problem('text stands outside of the root element', offset)
    }
    if (at.lastNode?.kind === 'text') at.lastNode.value += value
    else link(at, new TextNode(value))
  }

  if (text.length > limits.xmlLength) problem(`only the first ${limits.xmlLength} characters were read`, xml.length)
  scanXml(xml, {
    open(name, attributes, isEmpty, offset) {
      if (at === soup && hasRoot) problem(`<${name.slice(0, 80)}> is a second root element`, offset)
      hasRoot = true
      scope.enter(attributes)
      const tag = tagOf(name, attributes, scope, what => problem(what, offset))
      link(at, tag)
      if (isEmpty || depth >= limits.xmlDepth) {
        scope.leave()
        if (!isEmpty && tooDeep++ === 0) problem(`deeper than ${limits.xmlDepth} elements stand beside one another`, offset)
        return
      }
      at = tag
      depth++
      openNames.set(name, (openNames.get(name) ?? 0) + 1)
    },
    close(name, offset) {
      if (tooDeep > 0) {
        tooDeep--
        return
      }
      if ((openNames.get(name) ?? 0) === 0) return problem(`</${name.slice(0, 80)}> closes nothing`, offset)
      while (at !== soup && at.name !== name) {
        problem(`<${at.name.slice(0, 80)}> is not closed before </${name.slice(0, 80)}>`, offset)
        leave()
      }
      leave()
    },
    text: addText,
    cdata(value, offset) {
      if (at === soup) problem('text stands outside of the root element', offset)
      link(at, new CData(value))
    },
    comment: value => link(at, new Comment(value)),
    instruction: value => link(at, new ProcessingInstruction(value)),
    doctype({ root, publicId, systemId }, offset) {
      if (hasRoot || hasDoctype) problem('a document type stands where it may not', offset)
      hasDoctype = true
      link(at, new Doctype(root, publicId, systemId))
    },
    problem,
  })
  if (at !== soup) problem(`it ends before </${at.name.slice(0, 80)}>`, xml.length)
  if (!hasRoot) problem('there is no element in it', 0)
  return soup
}

function tagOf(name: string, attributes: readonly XmlAttribute[], scope: NamespaceScope, problem: (what: string) => void): Tag {
  const resolve = (prefix: string): string => {
    const uri = scope.uriOf(prefix)
    if (uri === undefined) problem(`the prefix ${prefix.slice(0, 80)}: is not declared`)
    return uri ?? ''
  }
  const wrong = declarationProblem(attributes)
  if (wrong !== undefined) problem(wrong)
  const expanded = new Set<string>()
  const list = attributes.map(([written, value]): Attribute => {
    const [prefix, local] = splitName(written)
    if (written === 'xmlns') return { name: 'xmlns', value, namespace: xmlnsNamespace }
    if (prefix === '') return { name: local, value }
    const namespace = resolve(prefix)
    if (expanded.has(`${namespace} ${local}`)) problem(`the attribute ${local.slice(0, 80)} of one namespace stands twice`)
    expanded.add(`${namespace} ${local}`)
    return { prefix, name: local, value, namespace }
  })
  const [prefix] = splitName(name)
  if (prefix === 'xmlns') problem('the prefix xmlns: stands for no elements')
  return new Tag(name, resolve(prefix), list)
}
