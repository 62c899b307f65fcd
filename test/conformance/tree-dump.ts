import type { AnyNode, Soup, Tag } from '../../src/soup/index.ts'
import { parseFragment, parseSoup } from '../../src/soup/index.ts'

const prefixes = new Map([
  ['http://www.w3.org/2000/svg', 'svg '],
  ['http://www.w3.org/1998/Math/MathML', 'math '],
])

/** The tree in html5lib's dump format, scripting off. @param context as `#document-fragment` names it: `td`, `svg path` */
export function parseTree(html: string, context?: string): string {
  return context === undefined ? dump(parseSoup(html)) : dump(parseFragment(html, context))
}

function dump(soup: Soup): string {
  const lines: string[] = []
  const waiting: (readonly [AnyNode, number])[] = soup.contents.map(node => [node, 0] as const).toReversed()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next
    lines.push(...linesOf(node).map((line, at) => `| ${'  '.repeat(depth + (at === 0 ? 0 : 1))}${line}`))
    if (node.kind === 'tag') waiting.push(...node.contents.map(child => [child, depth + (isTemplate(node) ? 2 : 1)] as const).toReversed())
  }
  return lines.join('\n')
}

function linesOf(node: AnyNode): string[] {
  switch (node.kind) {
    case 'tag':
      return [`<${prefixes.get(node.namespace) ?? ''}${node.name}>`, ...attributesOf(node), ...(isTemplate(node) ? ['content'] : [])]
    case 'comment':
      return [`<!-- ${node.value} -->`]
    case 'doctype':
      return [`<!DOCTYPE ${node.root}${node.publicId + node.systemId === '' ? '' : ` "${node.publicId}" "${node.systemId}"`}>`]
    default:
      return [`"${node.kind === 'document' ? '' : node.value}"`]
  }
}

/** `xlink:href` is written `xlink href`: only the parser's own foreign attributes have a prefix. */
function attributesOf(tag: Tag): string[] {
  const foreign = prefixes.has(tag.namespace)
  return [...tag.attrs]
    .map(([name, value]) => [foreign ? name.replace(adjusted, '$1 $2') : name, value])
    .sort(([one], [other]) => (one! < other! ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"`)
}

/** HTML, section 13.2.6.5, "adjust foreign attributes". */
const adjusted = /^(xlink|xml|xmlns):((?<=xlink:)(?:actuate|arcrole|href|role|show|title|type)|(?<=xml:)(?:lang|space)|(?<=xmlns:)xlink)$/

function isTemplate(tag: Tag): boolean {
  return tag.name === 'template' && !prefixes.has(tag.namespace)
}
