import { CrawlError } from '../base/crawl-error.ts'
import { withoutCredentials } from '../base/escape.ts'
import type { Entry, Topic } from './explain/entry.ts'
import { entryRecord, entryText, findEntry } from './explain/entry.ts'
import { explainPacket } from './explain/explain-packet.ts'
import { nearest } from './explain/nearest.ts'
import { topics } from './explain/topics.ts'
import { jsonLine } from './json-line.ts'

type ExplainFlags = { readonly json?: boolean }

/** `orbweaver explain [TOPIC] [KEY]`: a topic alone is listed, a key alone is looked for in all of them. */
export function explainCommand(words: readonly string[], flags: ExplainFlags): void {
  const [first = '', ...rest] = words
  if (first.toLowerCase() === 'packet') {
    const { text, record } = explainPacket(rest)
    process.stdout.write(flags.json ? jsonLine(record) : text)
    return
  }
  const topic = topics.find(({ name }) => name === first.toLowerCase())
  const key = (topic === undefined ? words : rest).join(' ').trim()
  if (key !== '') write(found(topic, key, flags))
  else if (topic?.operand === '') write(topic.entries.map(entry => shown(topic, entry, flags)))
  else process.stdout.write((topic === undefined ? overview(flags) : list(topic, flags)).join(''))
}

function found(topic: Topic | undefined, key: string, flags: ExplainFlags): string[] {
  const rfc = /^rfc\s*(\d+)$/i.exec(key)?.[1]
  const places = topic === undefined ? topics : [topic]
  const listed = places.flatMap(place => {
    const entry = findEntry({ ...place, unlisted: undefined }, place.name === 'rfc' ? (rfc ?? key) : key)
    return entry === undefined ? [] : [{ place, entry }]
  })
  const any = listed.length > 0 ? listed : places.flatMap(place => unlisted(place, key))
  if (any.length === 0) throw unknown(key, places)
  return any.map(({ place, entry }) => shown(place, entry, flags))
}

function unlisted(place: Topic, key: string): { place: Topic; entry: Entry }[] {
  const entry = place.unlisted?.(key)
  return entry === undefined ? [] : [{ place, entry }]
}

function shown(topic: Topic, entry: Entry, flags: ExplainFlags): string {
  return flags.json ? jsonLine(entryRecord(topic.name, entry)) : entryText(entry, width())
}

function list(topic: Topic, flags: ExplainFlags): string[] {
  if (flags.json) return topic.entries.map(entry => shown(topic, entry, flags))
  const column = Math.max(...topic.entries.map(({ title }) => title.length)) + 2
  return topic.entries.map(({ title, facts }) => `${title.padEnd(column)}${cut(facts[0]?.[1] ?? '', width() - column)}\n`)
}

function overview(flags: ExplainFlags): string[] {
  const rows = [
    ...topics.map(({ name, operand, about, entries }) => ({ name, operand, about, entries: entries.length })),
    { name: 'packet', operand: '[HEX]', about: 'a TCP packet, field by field, and its checksums', entries: 1 },
  ]
  if (flags.json) return rows.map(topic => jsonLine(topic))
  const lines = rows.map(({ name, operand, about }) => `${`orbweaver explain ${name} ${operand}`.padEnd(32)}${about}\n`)
  return [...lines, '\nWithout the operand a topic is listed. A word alone is looked for in all topics: orbweaver explain 304\n']
}

function unknown(key: string, places: readonly Topic[]): CrawlError {
  const names = places.flatMap(({ entries }) => entries.map(entry => entry.key))
  const near = nearest(key, places.length > 1 ? [...names, ...places.map(({ name }) => name)] : names)
  const hint = near.length > 0 ? `Did you mean ${near.join(', or ')}? ` : ''
  const [only] = places.length > 1 ? [] : places
  const takes = only === undefined ? 'orbweaver explain' : `orbweaver explain ${only.name} (it takes ${only.about})`
  return new CrawlError('usage', `"${withoutCredentials(key)}" is not explained here. ${hint}What is: ${takes}`)
}

/** Entries of several lines are told apart by an empty one. */
function write(entries: readonly string[]): void {
  process.stdout.write(entries.join(entries.every(entry => entry.indexOf('\n') < entry.length - 1) ? '\n' : ''))
}

/** Of a terminal; a pipe gets whole lines. */
function width(): number {
  return process.stdout.isTTY ? Math.max(60, process.stdout.columns) : Infinity
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, Math.max(1, longest - 1))}…` : text
}
