import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { filePathFor } from '../../src/download/index.ts'
import { fileName } from './adapters.ts'
import { casesMissing, readCases } from './cases.ts'

type Case = { id: string; url: string; content_disposition?: string; must: string[]; name?: string }

const properties: ReadonlyMap<string, (path: string) => boolean> = new Map([
  ['inside-root', path => !path.startsWith('/') && path.split(/[/\\]/).every(name => !/^\.*$/.test(name)) && !/^[a-z]:/i.test(path)],
  ['no-reserved', path => path.split('/').every(name => !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name))],
  ['name-255-bytes', path => path.split('/').every(name => Buffer.byteLength(name) <= 255 && name.isWellFormed())],
  ['path-limit', path => Buffer.byteLength(path) <= 1024],
  ['no-control', path => !/[\u0000-\u001f\u007f-\u009f]/.test(path)],
  ['no-bidi', path => !/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(path)],
  ['portable', path => path.split('/').every(name => !/[\\:*?"<>|]/.test(name) && !/[. ]$/.test(name) && !/^[-. ]/.test(name))],
])

const cases = readCases<Case>('own/file-names.json')
test('file-names: there are cases', { skip: casesMissing }, () => assert.ok(cases.length > 0))

for (const { id, url, content_disposition: proposed, must, name } of cases) {
  test(id, () => {
    const path = fileName(url, proposed)
    for (const property of must) assert.ok(properties.has(property), `the property ${property} is not known here`)
    // What one case must have, all have.
    for (const [property, holds] of properties) assert.ok(holds(path), `${property}: ${path}`)
    if (name !== undefined) assert.equal(path, name)
    using folder = temporaryFolder()
    const file = join(folder.path, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '', { flag: 'wx' })
    assert.ok(realpathSync(file).startsWith(realpathSync(folder.path) + sep))
  })
}

const hash = 'a'.repeat(300)
const apart: readonly (readonly [why: string, ...paths: string[]])[] = [
  ['N13: a file and a folder', '/a', '/a/b', '/a/', '/a/b/c', '/a.x', '/a.x/b', '/a~', '/a~/b', '/a//b'],
  ['N14: case', '/A', '/a', '/A/x', '/a/x', '/%C3%9F', '/ss', '/SS', '/%C3%89', '/%C3%A9', '/a.TXT', '/a.txt'],
  ['N15: composed and decomposed', '/%C3%A9', '/e%CC%81', '/%EF%AC%81', '/fi', '/%E2%84%AB', '/%C3%85'],
  [
    'query strings',
    '/a',
    '/a?',
    '/a?b=c',
    '/a?b=C',
    '/a%3Fb=c',
    '/a_b=c',
    '/?a',
    '/',
    '/index.html',
    '/index',
    `/a?${hash}1`,
    `/a?${hash}2`,
  ],
  ['spellings', '/a%20b', '/a+b', '/a_b', '/a%2Fb', '/a/b', '/a%5Cb', '/%61', '/a', '/%ff', '/%fe', '/%EF%BF%BD', '/_', '/a#b', '/a%23b'],
  ['devices and their escapes', '/con', '/_con', '/con.txt', '/_con.txt', '/.a', '/_a', '/-a', '/a.', '/a', '/a%20', '/%20a'],
  ['cut names', `/${hash}1`, `/${hash}2`, `/${'é'.repeat(200)}1`, `/${'é'.repeat(200)}2`, `${'/d'.repeat(600)}/x`, `${'/d'.repeat(601)}/x`],
]

for (const [why, ...paths] of apart) {
  test(`two URLs never share a file: ${why}`, () => {
    for (const contentType of [undefined, 'text/html', 'image/png']) {
      const urls = [
        ...new Set(
          paths.flatMap(path =>
            ['http://a.test', 'https://a.test', 'http://a.test:81'].map(site => new URL(path, site).href.split('#', 1)[0]!),
          ),
        ),
      ]
      const names = urls.map(url => filePathFor(url, { contentType }).normalize('NFC').toUpperCase().toLowerCase())
      const files = new Map(names.map((name, index) => [name, urls[index]]))
      assert.equal(files.size, urls.length, `${names.filter((name, index) => names.indexOf(name) !== index)}`)
      // None is the folder of another.
      for (const name of names) {
        for (let folder = dirname(name); folder !== '.'; folder = dirname(folder))
          assert.ok(!files.has(folder), `${files.get(folder)} and ${files.get(name)}`)
      }
    }
  })
}

test('N16: 10,000 URLs that cut to one name are 10,000 files', () => {
  using folder = temporaryFolder()
  for (let index = 0; index < 10_000; index++) {
    const file = join(folder.path, filePathFor(`http://a.test/${hash}${index}`))
    if (index === 0) mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '', { flag: 'wx' })
  }
  assert.equal(readdirSync(join(folder.path, 'a.test_http')).length, 10_000)
})
