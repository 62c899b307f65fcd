import type { Branch } from './branch.ts'
import type { Tag } from './tag.ts'

/** The first tag of each name below a node, as properties. `select` stays the search; names that HTML lacks: `tag('name')`. */
export type Shortcut = { readonly [Name in Exclude<ElementName, 'select'>]: (Tag & Shortcut) | null }

/** No stand-in, but the node itself with another prototype: it stays the one node of its place, to be moved and compared. */
export function shortcut<Kind extends Branch>(node: Kind): Kind & Shortcut {
  const usual = Object.getPrototypeOf(node) as object
  if (!searching.has(usual)) Object.setPrototypeOf(node, prototypeOver(usual))
  return node as Kind & Shortcut
}

/** What no class knows is looked for in the tree. */
const finder: ProxyHandler<object> = {
  get(usual, name, node: Branch) {
    if (typeof name === 'symbol' || (name in usual && !gettersOfSoup.has(name))) return Reflect.get(usual, name, node)
    const found = node.find(name)
    return found === null ? null : shortcut(found)
  },
}

/** They give the same tags, without shortcuts. */
const gettersOfSoup: ReadonlySet<string> = new Set(['title', 'head', 'body'])

const made = new WeakMap<object, object>()
const searching = new WeakSet<object>()

function prototypeOver(usual: object): object {
  let prototype = made.get(usual)
  if (prototype === undefined) {
    // One level more, for `instanceof` to meet the class.
    prototype = new Proxy(Object.create(usual) as object, finder)
    made.set(usual, prototype)
    searching.add(prototype)
  }
  return prototype
}

/** Elements of HTML, section 4, some that it dropped, and the roots of SVG and MathML. */
type ElementName =
  | Words<'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col'>
  | Words<'colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame'>
  | Words<'frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math'>
  | Words<'menu meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search'>
  | Words<'section select slot small source span strong style sub summary sup svg table tbody td template textarea tfoot th thead'>
  | Words<'time title tr track u ul var video wbr'>

type Words<Text extends string, Before = never> = Text extends `${infer First} ${infer Rest}` ? Words<Rest, Before | First> : Before | Text
