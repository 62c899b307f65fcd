import type { Article, Branch, Field, Form, Metadata, OutlineEntry, Table } from '../../soup/index.ts'
import { article, forms, metadata, outline, Tag, tables, toMarkdown } from '../../soup/index.ts'

/** What a page, or a part of it, is made of: as lines for people, and as values for JSON. */
export type Reading = (root: Branch, url: string) => { readonly lines: readonly string[]; readonly values: readonly unknown[] }

export type ReadingFlags = { readonly [Name in keyof typeof readings]?: boolean }

export const readings = {
  article: (root, url) => {
    const found = article(root, url)
    return found === undefined ? { lines: [], values: [] } : { lines: articleLines(found), values: [articleValue(found)] }
  },
  outline: root => reading(outline(root), headingLines),
  tables: root => reading(tables(root), tableLines),
  forms: (root, url) => reading(forms(root, url), formLines),
  metadata: (root, url) => reading([metadata(root, url)], metadataLines),
} as const satisfies Record<string, Reading>

export function readingOf(flags: ReadingFlags): Reading | undefined {
  return Object.entries(readings).find(([name]) => name in flags)?.[1]
}

function reading<Value>(values: readonly Value[], linesOf: (value: Value, at: number) => string[]): ReturnType<Reading> {
  return { values, lines: values.flatMap(linesOf) }
}

/** What JSON has no form for: maps become objects, tags are left out. */
export function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Tag ? undefined : value
}

/** Markdown that begins with the title, unless the text itself does. */
function articleLines({ title, author, published, tag }: Article): string[] {
  const text = toMarkdown(tag).trimEnd()
  const by = [author, published].filter(part => part !== undefined).join(', ')
  const hasTitle = tag.find('h1')?.getText({ strip: true }) === title
  return [...(hasTitle || title === '' ? [] : [`# ${title}`, '']), ...(by === '' ? [] : [by, '']), ...text.split('\n')]
}

function articleValue({ tag, ...about }: Article): object {
  return { ...about, text: tag.getText(' ', { strip: true }), markdown: toMarkdown(tag) }
}

/** `1 The heading #its-id`, indented below the heading it belongs to. */
function headingLines({ level, text, id, children }: OutlineEntry): string[] {
  const below = children.flatMap(child => headingLines(child)).map(line => `  ${line}`)
  return [`${level} ${text}${id === undefined ? '' : ` #${id}`}`, ...below]
}

function tableLines({ caption, headers, rows }: Table, at: number): string[] {
  const heads = headers.length === 0 ? [] : [headers]
  return [...(at === 0 ? [] : ['']), ...(caption === '' ? [] : [`# ${caption}`]), ...[...heads, ...rows].map(row => row.join('\t'))]
}

function formLines({ name, method, action, enctype, fields }: Form): string[] {
  const head = [method.toUpperCase(), action, ...(name === '' ? [] : [`#${name}`]), ...(method === 'post' ? [enctype] : [])]
  return [head.join(' '), ...fields.map(fieldLine)]
}

function fieldLine({ type, name, value, checked, options, disabled, required, label }: Field): string {
  const marks = [...(checked ? ['checked'] : []), ...(required ? ['required'] : []), ...(disabled ? ['disabled'] : [])]
  const choices = options.length === 0 ? [] : [`of ${options.map(option => option.value).join('|')}`]
  const parts = [
    type,
    name === '' ? '-' : `${name}=${JSON.stringify(value)}`,
    ...choices,
    ...marks,
    ...(label === '' ? [] : [JSON.stringify(label)]),
  ]
  return `  ${parts.join(' ')}`
}

/** A name and a value a line, separated by a tab. */
function metadataLines(all: Metadata): string[] {
  const pairs: (readonly [string, string | undefined])[] = [
    ...mainFacts.map(name => [name, all[name]] as const),
    ...all.icons.map(url => ['icon', url] as const),
    ...all.feeds.map(({ url, title }) => ['feed', title === '' ? url : `${url} ${title}`] as const),
    ...all.translations.map(({ url, language }) => ['translation', `${url} ${language}`] as const),
    ...[...all.meta].flatMap(([name, contents]) => contents.map(content => [`meta ${name}`, content] as const)),
    ...all.jsonLd.items.map(item => ['json-ld', JSON.stringify(item)] as const),
    ...all.jsonLd.errors.map(error => ['json-ld unreadable', error] as const),
    ...all.microdata.map(item => ['microdata', JSON.stringify(item, plain)] as const),
  ]
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}\t${value.replace(/\s+/g, ' ')}`]))
}

const mainFacts = ['title', 'language', 'description', 'author', 'published', 'modified', 'site', 'canonical', 'image'] as const
