import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { rawServer } from '../http/raw-server.test-helper.ts'
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
  assert.match(text!.stdout, /a\]0;owned\[31m2J\\u202egpj\.exe\\u2066/, 'bidi shown, control characters left out')
  assert.equal(linesOf(text!.stdout).length, linesOf(json!.stdout).length)
  const anchors = linesOf(json!.stdout).map(line => (JSON.parse(line) as { text: string }).text)
  assert.ok(
    anchors.some(anchor => anchor.includes('\u202e')),
    'programs get the words of the page, from right to left too',
  )
  const titles = linesOf(items!.stdout).map(line => (JSON.parse(line) as { title: string }).title)
  assert.match(titles[0]!, /\]0;owned\[31m/)
  for (const line of linesOf(readFileSync(folder.at('s/items.jsonl'), 'utf8'))) assert.doesNotMatch(line, /\x1b|\x07/)
})

const rich = `<!DOCTYPE html><html lang="${evil}"><title>${evil}</title><meta name=description content="${evil}">
<meta property="${evil}" content="${evil}"><link rel="${evil}" href="/${evil}"><script type="application/ld+json">{"name":"${evil}"</script>
<body><!-- ${evil} --><h1 id="${evil}">${evil}</h1><h2>${evil}</h2><article><p>${`${evil} some words. `.repeat(40)}</p></article>
<form action="/${evil}"><input name="${evil}" value="${evil}"><select name=s><option>${evil}</select></form>
<div itemscope itemtype="${evil}"><b itemprop="${evil}">${evil}</b></div>
<table><caption>${evil}</caption><tr><th>${evil}<td>${evil}</table><img src="/${evil}" alt="${evil}"><p class="${evil}"><b></p></b>`

test('nor does any other verb: headers, parts of pages, wires, watches, downloads', async () => {
  await using server = await rawServer((socket, _, request) => {
    const fields = [
      `X-Evil: ${evil}`,
      `Server: ${evil}`,
      `Set-Cookie: a=${evil}`,
      `ETag: "${evil}"`,
      `Content-Disposition: attachment; filename="${evil}"`,
    ]
    const isGone = request.startsWith('GET /gone')
    const status = isGone ? `404 ${evil}` : `200 ${evil}`
    const body = Buffer.from(request.startsWith('GET /robots.txt') ? '' : rich)
    const head = `HTTP/1.1 ${status}\r\n${fields.join('\r\n')}\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`
    socket.write(Buffer.from(head))
    socket.end(body)
  })
  using folder = temporaryFolder()
  const page = `${server.site}/page`
  const local = folder.at('page.html')
  writeFileSync(local, rich)
  const runs = await Promise.all([
    ...['--metadata', '--forms', '--tables', '--article', '--diagnose'].map(part => runCli(['soup', local, part])),
    runCli(['head', page]),
    runCli(['head', page, '--field', 'x-evil']),
    runCli(['get', `${page}/${evil}`, '-v', '-O', '-J', '--output-dir', folder.at('j'), '--create-dirs']),
    runCli(['get', `${server.site}/gone`, '-f']),
    runCli(['wire', page, '--trace']),
    runCli(['wire', page, '--hex']),
    runCli(['count', page]),
    runCli(['picture', page]),
    runCli(['watch', page, '--image', '--count', '1', '--no-save', '--robots', 'ignore', '--contact', 'test@example.org']),
    runCli(['resolve', `${evil}.invalid`]),
  ])
  for (const { stdout, stderr } of runs) {
    assert.ok((stdout + stderr).length > 10)
    assert.doesNotMatch(stdout + stderr, unsafe)
  }
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
