import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'

/** Rooms by floor: an import may only go downward, or stay in its room. The picture in HOUSE.md is checked against this table. */
const floors: readonly (readonly string[])[] = [
  ['base'],
  ['url', 'manual'],
  ['net', 'exchange', 'headers'],
  ['wire', 'curl'],
  ['http', 'robots', 'soup'],
  ['politeness', 'fetch', 'cache'],
  ['frontier', 'page', 'download'],
  ['spider'],
  ['sinks', 'watch'],
  ['index.ts'],
  ['cli'],
]
/** Beside the house: may stand on these alone, and only cli and tests come here. */
const town = { room: 'testing', may: ['base', 'url', 'net'], visitors: ['cli'] }

const root = resolve(import.meta.dirname, '..')
const source = join(root, 'src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const code = files.filter(file => !file.endsWith('.test.ts') && !file.endsWith('-contract.ts'))

const roomOf = (file: string) => file.split('/')[0]!
const floorOf = (room: string) => floors.findIndex(rooms => rooms.includes(room))

type Import = { readonly from: string; readonly to: string; readonly specifier: string; readonly typeOnly: boolean }

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  const pattern = /^(?:import\s+|(?:import|export)\s+(type\s)?[^'"\n;=]*?\bfrom\s+)'([^']+)'|\bimport\('([^']+)'\)/gm
  const multiline = text.replace(/\{[^{}'"]*\}/g, braces => braces.replace(/\s+/g, ' '))
  return [...multiline.matchAll(pattern)].map(match => {
    const specifier = match[2] ?? match[3]!
    const to = specifier.startsWith('.') ? relative(source, resolve(source, dirname(file), specifier)) : specifier
    return { from: file, to, specifier, typeOnly: match[1] !== undefined }
  })
}

const imports = code.flatMap(importsOf)
const inside = imports.filter(({ specifier }) => specifier.startsWith('.'))

test('every room stands on a floor', () => {
  const homeless = [...new Set(code.map(roomOf))].filter(room => room !== town.room && floorOf(room) < 0)
  assert.deepEqual(homeless, [])
})

test('imports go downward', () => {
  const upward = inside.filter(({ from, to }) => {
    const [here, there] = [roomOf(from), roomOf(to)]
    if (here === there) return false
    if (here === town.room) return !town.may.includes(there)
    if (there === town.room) return !town.visitors.includes(here)
    return floorOf(there) >= floorOf(here)
  })
  assert.deepEqual(
    upward.map(({ from, to }) => `${from} -> ${to}`),
    [],
  )
})

test('no import cycle at run time', () => {
  const graph = new Map<string, string[]>()
  for (const { from, to, typeOnly } of inside) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') return void cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    state.set(file, 'open')
    for (const next of graph.get(file) ?? []) walk(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of code) walk(file, [])
  assert.deepEqual(cycles, [])
})

test('the soup stands on base alone, and on nothing of Node: it runs in browsers', () => {
  const seen = new Set<string>()
  const strangers: string[] = []
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { to, specifier } of importsOf(file)) {
      if (specifier.startsWith('.')) visit(to)
      else if (specifier.startsWith('node:')) strangers.push(`${file} -> ${specifier}`)
    }
  }
  visit('soup/index.ts')
  assert.deepEqual([...new Set([...seen].map(roomOf))].toSorted(), ['base', 'soup'])
  assert.deepEqual(strangers, [])
  assert.ok(seen.size > 30)
})

test('imports of types are whole lines', () => {
  const inline = files.filter(file => /^import \{[^}]*\btype [A-Z]/m.test(readFileSync(join(source, file), 'utf8')))
  assert.deepEqual(inline, [])
})

test('comments keep to 140 characters', () => {
  const long = files.filter(file => {
    const lines = readFileSync(join(source, file), 'utf8').split('\n')
    return lines.some(line => line.length > 140 && /^\s*(?:\/\*\*|\*|\/\/)/.test(line))
  })
  assert.deepEqual(long, [])
})

test('only declared dependencies are imported', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const strangers = imports.filter(
    ({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:') && !(specifier.split('/')[0]! in dependencies),
  )
  assert.deepEqual(strangers, [])
})

test('every door leads to a file, and only index files are doors', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string; types: string }>
  }
  for (const [door, target] of Object.entries(exports)) {
    if (typeof target === 'string') continue
    const file = target.default.replace('./dist/', '').replace(/\.js$/, '.ts')
    assert.ok(files.includes(file), `${door} leads to ${file}, which is not there`)
    assert.match(file, /(?:^|\/)index\.ts$/)
    assert.equal(target.types.replace(/\.d\.ts$/, ''), target.default.replace(/\.js$/, ''))
  }
})

test('HOUSE.md shows the floors as they are', () => {
  const house = readFileSync(join(root, 'HOUSE.md'), 'utf8')
  for (const [floor, rooms] of floors.entries()) {
    const line = house.split('\n').find(text => text.trimStart().startsWith(`${floor} `))
    assert.ok(line !== undefined, `HOUSE.md has no floor ${floor}`)
    for (const room of rooms) assert.ok(line.includes(room.replace('.ts', '')), `HOUSE.md, floor ${floor}: ${room} is missing`)
  }
})
