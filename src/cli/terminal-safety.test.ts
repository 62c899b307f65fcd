import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { snapshotOf } from './progress-lines.test-helper.ts'
import { progressLines } from './progress-lines.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

const evil = 'a\x1b]0;owned\x07\x1b[31m\u009b2J\u202egpj.exe\u2066'
/** Nothing that moves a cursor, rings, recolours or reorders. */
const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

const page = `<title>${evil}</title><h1>x</h1><a href="/${evil}">${evil}</a><a href="/b" rel="${evil}">two\nlines\tand a tab</a><a href="http://x${evil}/">c</a>`
const robots = `User-agent: *\nDisallow: /${evil}\nDisallow: /b\nUser-agent: ${evil}\nDisallow: /\nSitemap: /${evil}\n`

test('what a site says never commands a terminal: report, items, links, robots', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  town.override('quiet', ({ path }) => {
    if (path === '/robots.txt') return { status: 200, headers: ['Content-Type', 'text/plain'], body: robots }
    if (path === '/') return { status: 200, headers: ['Content-Type', 'text/html; charset=utf-8'], body: page }
    return { status: 404, headers: ['Content-Type', `text/\x80\x9b${'x'}`], body: evil }
  })
  const site = town.sites.quiet
  const swift = ['--delay', '0', '--tries', '1']
  const runs = await Promise.all([
    runCli(['crawl', `${site}/`, ...swift]),
    runCli(['crawl', `${site}/`, '--store', folder.at('s'), '--json', ...swift]),
    runCli(['crawl', `${site}/`, '--jsonl', '--progress', 'plain', ...swift]),
    runCli(['crawl', `${site}/${evil}`, ...swift]),
    runCli(['links', `${site}/`, '--text']),
    runCli(['links', `${site}/`]),
    runCli(['links', `${site}/`, '--json']),
    runCli(['robots', `${site}/${evil}`, `${site}/b`, `${site}/`]),
    runCli(['robots', `${site}/${evil}`, '--json']),
    runCli(['head', `${site}/x`]),
    runCli(['words', `${site}/`]),
    runCli(['links', `${site}/`, '--expression', '<title>(.*?)<']),
    runCli(['explain', evil]),
    runCli(['soup', `${site}/`]),
    runCli(['soup', `${site}/`, '--tree']),
    runCli(['soup', `${site}/`, '--attr', 'href']),
    runCli(['soup', `${site}/`, '--json']),
  ])
  const everything = runs.map(({ stdout, stderr }) => stdout + stderr)
  assert.ok(everything.every(output => output.length > 20))
  for (const output of everything) assert.doesNotMatch(output, unsafe)
  const [, , items, , text, , json] = runs
  assert.match(text!.stdout, /\\x1b\]0;owned\\x07\\x1b\[31m/)
  assert.equal(linesOf(text!.stdout).length, linesOf(json!.stdout).length)
  const anchors = linesOf(json!.stdout).map(line => (JSON.parse(line) as { text: string }).text)
  assert.ok(
    anchors.some(anchor => anchor.includes('\u202e')),
    'programs get what the page says',
  )
  const titles = linesOf(items!.stdout).map(line => (JSON.parse(line) as { title: string }).title)
  assert.match(titles[0]!, /\x1b\]0;owned/)
  for (const line of linesOf(readFileSync(folder.at('s/items.jsonl'), 'utf8'))) assert.doesNotMatch(line, /\x1b|\x07/)
})

test('arguments and names of files are shown escaped too', async () => {
  for (const args of [
    ['crawl', `ftp://${evil}/`],
    [evil],
    ['crawl', `--${evil}`],
    ['resume', `/nowhere/${evil}`],
    ['links', `/nowhere/${evil}`],
  ]) {
    const { stderr } = await runCli(args)
    assert.match(stderr, /^orbweaver: [^\n]*\n$/)
    assert.doesNotMatch(stderr, unsafe)
  }
})

test('progress shows names and reasons escaped', () => {
  const sites = [{ site: `http://${evil}`, held: evil }]
  for (const line of progressLines(snapshotOf({ sites, last: `http://x/${evil}` }), { columns: 100, rows: 20 }))
    assert.doesNotMatch(line, unsafe)
})
