/**
 * One parser of the soup benchmark, alone in its process: `node soup-contestant.ts <name> <job> <list of files>`; prints one JSON object.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { parse } from 'parse5'
import { parseSoup } from '../src/soup/index.ts'
import { startWatch } from './measure.ts'

type Extract = { readonly title: string; readonly links: readonly string[] }
type Contestant = {
  parse(html: string): unknown
  extract(tree: never): Extract
  /** How many elements `a[href]` selects. */
  select?(tree: never): number
  /** Nodes of a tree. */
  count?(tree: never): number
}

const [name = '', job = '', list = ''] = process.argv.slice(2)
const pages = readFileSync(list, 'utf8')
  .split('\n')
  .map(file => readFileSync(file, 'utf8'))
const contestant = await load(name)

if (job === 'extract') extract()
else if (job === 'select') select()
else memory()

/** Parse, title, all links: a first pass over all pages warms up, then as many as there is time for. */
function extract(): void {
  let links = 0
  let titles = 0
  const pass = () => {
    for (const page of pages) {
      const found = contestant.extract(contestant.parse(page) as never)
      links += found.links.length
      titles += found.title.length
    }
  }
  const passes = timed(pass)
  print({ ...passes, links: links / (passes.passes + 1), titles: titles / (passes.passes + 1) })
}

/** On trees that stand: a few hundred pages, so that memory is no matter. */
function select(): void {
  const trees = pages.slice(0, 400).map(page => contestant.parse(page))
  let found = 0
  const passes = timed(() => {
    for (const tree of trees) found += contestant.select?.(tree as never) ?? 0
  })
  print({ ...passes, links: found / (passes.passes + 1) })
}

function memory(): void {
  const some = pages.slice(0, 200)
  const collect = globalThis.gc ?? (() => {})
  contestant.parse(some[0]!)
  collect()
  const before = process.memoryUsage().heapUsed
  const trees = some.map(page => contestant.parse(page))
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  const nodes = trees.reduce<number>((sum, tree) => sum + (contestant.count?.(tree as never) ?? 0), 0)
  print({ bytes, nodes, bytesPerNode: bytes / nodes })
}

function timed(pass: () => void): { passes: number; cpuMs: number } {
  pass()
  const watch = startWatch()
  let passes = 0
  while (passes < 3 || (watch().wallMs < 3000 && passes < 100)) {
    pass()
    passes++
  }
  return { passes, cpuMs: watch().cpuMs / passes }
}

function print(figures: Record<string, number>): void {
  console.log(JSON.stringify(figures))
}

async function load(given: string): Promise<Contestant> {
  if (given === 'soup') {
    type Soup = ReturnType<typeof parseSoup>
    return {
      parse: parseSoup,
      extract: (soup: Soup) => ({
        title: soup.title?.text ?? '',
        links: soup.findAll('a', { href: true }).map(tag => tag.get('href') ?? ''),
      }),
      select: (soup: Soup) => soup.select('a[href]').length,
      count: (soup: Soup) => [...soup.descendants].length,
    }
  }
  if (given === 'parse5') {
    return { parse: html => parse(html, { scriptingEnabled: false }), extract: extractDefault, count: countDefault }
  }
  const cheerio = createRequire(new URL('peers/package.json', import.meta.url))('cheerio') as CheerioModule
  return {
    parse: html => cheerio.load(html),
    extract: ($: Cheerio) => ({
      title: $('title').first().text(),
      links: $('a[href]')
        .get()
        .map(element => $(element).attr('href') ?? ''),
    }),
    select: ($: Cheerio) => $('a[href]').length,
  }
}

/** Of cheerio what the job needs: it is no dependency, so its types are not here. */
type Selection = { readonly length: number; first(): Selection; text(): string; attr(name: string): string | undefined; get(): object[] }
type Cheerio = (selector: string | object) => Selection
type CheerioModule = { load(html: string): Cheerio }

type Node = DefaultTreeAdapterTypes.Node

/** The same extraction over parse5's own tree, written for it. */
function extractDefault(document: DefaultTreeAdapterTypes.Document): Extract {
  let title: string | undefined
  const links: string[] = []
  walk(document, node => {
    if (!('tagName' in node)) return
    if (node.tagName === 'title' && title === undefined) {
      title = node.childNodes.map(child => ('value' in child ? child.value : '')).join('')
    }
    const href = node.tagName === 'a' ? node.attrs.find(attribute => attribute.name === 'href') : undefined
    if (href !== undefined) links.push(href.value)
  })
  return { title: title ?? '', links }
}

function countDefault(document: DefaultTreeAdapterTypes.Document): number {
  let count = -1
  walk(document, () => count++)
  return count
}

function walk(root: Node, visit: (node: Node) => void): void {
  const waiting: Node[] = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node)
    if ('content' in node) waiting.push(node.content)
    if ('childNodes' in node) for (let at = node.childNodes.length - 1; at >= 0; at--) waiting.push(node.childNodes[at]!)
  }
}
