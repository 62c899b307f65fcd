import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { parseRobots } from './parse-robots.ts'

const site = 'https://example.org'
const may = (text: string | Uint8Array, path: string, agent = 'AgeStudy', google = false) =>
  parseRobots(text, { google }).may(`${site}${path}`, agent)

test('the simple example of RFC 9309 section 5.1', () => {
  const text = [
    'User-Agent: *',
    'Disallow: *.gif$',
    'Disallow: /example/',
    'Allow: /publications/',
    '',
    'User-Agent: foobot',
    'Disallow:/',
    'Allow:/example/page.html',
    'Allow:/example/allowed.gif',
    '',
    'User-Agent: barbot',
    'User-Agent: bazbot',
    'Disallow: /example/page.html',
    '',
    'User-Agent: quxbot',
  ].join('\n')
  assert.equal(may(text, '/example/page.html', 'foobot'), true)
  assert.equal(may(text, '/other', 'foobot'), false)
  assert.equal(may(text, '/example/page.html', 'barbot'), false)
  assert.equal(may(text, '/example/page.html', 'bazbot'), false)
  assert.equal(may(text, '/example/page.html', 'quxbot'), true)
  assert.equal(may(text, '/picture.gif', 'other'), false)
  assert.equal(may(text, '/picture.gif?x', 'other'), true)
  assert.equal(may(text, '/publications/', 'other'), true)
})

test('an agent is found by its product token, in any case, in a whole User-Agent string', () => {
  const text = 'User-agent: AgeStudy\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n'
  for (const agent of ['agestudy', 'AgeStudy/1.0', 'AGESTUDY/1.0 (+mailto:x@example.org)', ' AgeStudy (test)']) {
    for (const google of agent.includes('(test)') ? [false] : [false, true]) {
      assert.equal(may(text, '/y', agent, google), true, agent)
      assert.equal(may(text, '/x', agent, google), false, agent)
    }
  }
  assert.equal(may(text, '/y', 'AgeStudyPlus'), false)
  assert.equal(may(text, '/y', 'Age'), false)
  assert.equal(may(text, '/y', ''), false)
  assert.equal(may('User-agent: 360Spider\nDisallow: /', '/', '360Spider/2'), false)
})

test('the groups of one agent are merged, those of others left out', () => {
  const text = 'User-agent: a\nDisallow: /1\nUser-agent: b\nDisallow: /2\nUser-agent: a\nDisallow: /3\nUser-agent: *\nDisallow: /4\n'
  assert.deepEqual(
    ['/1', '/2', '/3', '/4'].map(path => may(text, path, 'a')),
    [false, true, false, true],
  )
})

test('a verdict names the line and the group', () => {
  const text = '# ours\nUser-agent: *\nDisallow: /private # no\r\nAllow: /private/open\r\rUser-agent: BadBot\nDisallow: /\n'
  const rules = parseRobots(text)
  assert.deepEqual(rules.verdict(`${site}/private/x`, 'a'), { allowed: false, line: 3, rule: 'Disallow: /private # no', group: '*' })
  assert.deepEqual(rules.verdict(`${site}/private/open`, 'a'), { allowed: true, line: 4, rule: 'Allow: /private/open', group: '*' })
  assert.deepEqual(rules.verdict(`${site}/`, 'a'), { allowed: true, group: '*' })
  assert.deepEqual(rules.verdict(`${site}/`, 'badbot'), { allowed: false, line: 7, rule: 'Disallow: /', group: 'BadBot' })
  assert.deepEqual(parseRobots('').verdict(`${site}/`, 'a'), { allowed: true })
})

test('a disallow line closes every spelling of its path', () => {
  const closes = (rule: string, path: string) => !may(`User-agent: *\nDisallow: ${rule}`, path)
  for (const [rule, path] of [
    ['/%7Ejoe', '/~joe'],
    ['/~joe', '/%7ejoe'],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz'],
    ['/ツ', '/%e3%83%84'],
    ['/%E3%83%84', '/ツ'],
    ['/a b', '/a%20b'],
    ['/file-with-a-%2A.html', '/file-with-a-*.html'],
    ['/foo-%24', '/foo-$'],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar'],
    ['/*%3A', '/?a=%3A'],
  ] as const) {
    assert.equal(closes(rule, path), true, `${rule} on ${path}`)
  }
  assert.equal(closes('/a/b', '/a%2Fb'), false)
})

test('Crawl-delay: per group, for the agents named above it, rubbish ignored', () => {
  const delay = (value: string) => parseRobots(`User-agent: *\nCrawl-delay: ${value}`).crawlDelay('a')
  assert.deepEqual(['0', '1.5', '86400', '.5', '2.'].map(delay), [0, 1.5, 86_400, 0.5, 2])
  for (const value of ['-1', 'NaN', 'Infinity', '1e3', '0x10', '', '5 s', '1,5', '٣', '9'.repeat(400)])
    assert.equal(delay(value), undefined, value)
  const rules = parseRobots(
    'User-agent: slow\nCrawl-delay: 120\n\nUser-agent: *\nDisallow: /admin\nCrawl-delay: 2\nUser-agent: slow\nCrawl-delay: 5',
  )
  assert.equal(rules.crawlDelay('other'), 2)
  assert.equal(rules.crawlDelay('slow'), 120)
  assert.equal(parseRobots('Crawl-delay: 9\nUser-agent: *\nAllow: /').crawlDelay('a'), undefined)
  assert.equal(rules.may(`${site}/admin`, 'slow'), false, 'a Crawl-delay does not end the run of names')
})

test('Sitemap lines at any place, each once, up to the limit', () => {
  const text = `Sitemap: ${site}/1.xml\nUser-agent: *\nsitemap : ${site}/2.xml # two\nDisallow: /\nSITEMAP:${site}/1.xml\nSitemap:\nSitemap: ${site}/ツ.xml`
  assert.deepEqual(parseRobots(text).sitemaps, [`${site}/1.xml`, `${site}/2.xml`, `${site}/ツ.xml`])
  assert.equal(may(text, '/x'), false)
  const many = Array.from({ length: limits.robotsSitemaps + 10 }, (_, index) => `Sitemap: http://x/${index}`).join('\n')
  assert.equal(parseRobots(many).sitemaps.length, limits.robotsSitemaps)
})

test('line ends, marks, NUL bytes, encodings', () => {
  for (const end of ['\n', '\r', '\r\n']) {
    const text = ['User-agent: *', 'Disallow: /x', 'Allow: /x/y', ''].join(end)
    assert.deepEqual([may(text, '/x'), may(text, '/x/y'), may(`\ufeff${text}`, '/x')], [false, true, false], JSON.stringify(end))
    assert.equal(parseRobots(text).verdict(`${site}/x/y`, 'a').line, 3)
    assert.equal(may(Buffer.from(`\ufeff${text}`, 'utf16le'), '/x'), false)
    assert.equal(may(text.replaceAll('l', '\0l'), '/x'), false)
  }
  assert.equal(may(Uint8Array.from(Buffer.from('User-agent: *\nDisallow: /caf\u00e9', 'latin1')), '/caf%E9'), false)
})

test('the limits: a file and a line just under and just over', () => {
  const filled = (length: number, last: string) =>
    `User-agent: *\n${`#${'x'.repeat(998)}\n`.repeat(600).slice(0, length - 15 - last.length)}\n${last}`
  assert.equal(may(filled(limits.robotsBytes, 'Disallow: /x'), '/x'), false)
  assert.equal(may(filled(limits.robotsBytes + 1, 'Disallow: /x'), '/x'), true)
  const line = (length: number) => `User-agent: *\nDisallow: /${'*'.repeat(length - 11)}`
  assert.equal(may(line(limits.robotsLineBytes), '/x'), false)
  assert.equal(may(line(limits.robotsLineBytes + 1), '/x'), true)
  assert.equal(may(line(limits.robotsLineBytes + 1), '/x', 'a', true), false, 'Google cuts it')
  assert.equal(may(`User-agent: *\nDisallow: /x #${'c'.repeat(100_000)}`, '/x'), false, 'a comment is not counted')
})

test('what only google: true forgives', () => {
  for (const text of [
    'user-agent *\ndisallow /',
    'useragent: *\ndisallow: /',
    'user agent: *\ndisallow: /',
    ...['dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw'].map(key => `user-agent: *\n${key}: /`),
  ]) {
    assert.equal(may(text, '/x', 'a', false), true, text)
    assert.equal(may(text, '/x', 'a', true), false, text)
  }
  assert.equal(may('user-agent: *\ndisallow / x', '/x', 'a', true), true, 'three words are no rule')
  assert.deepEqual(parseRobots(`site-map: ${site}/s.xml`, { google: true }).sitemaps, [`${site}/s.xml`])
})

const parts = [
  'User-agent',
  'Disallow',
  'Allow',
  'Crawl-delay',
  'Sitemap',
  ':',
  ' ',
  '*',
  '$',
  '/',
  '%',
  '%6',
  '#',
  '\n',
  '\r',
  '\0',
  'ツ',
  'a',
]

test('never throws, and answers the same twice', () => {
  const file = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(fc.constantFrom(...parts), { maxLength: 60 }).map(list => list.join('')),
  )
  fc.assert(
    fc.property(
      file,
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a', '', '*', 'A/1 (x)'),
      fc.boolean(),
      (text, path, agent, google) => {
        const rules = parseRobots(text, { google })
        const verdict = rules.verdict(site + path, agent)
        assert.deepEqual(parseRobots(text, { google }).verdict(site + path, agent), verdict)
        assert.equal(rules.may(site + path, agent), verdict.allowed)
        assert.ok((rules.crawlDelay(agent) ?? 0) >= 0)
      },
    ),
    { seed: 9309, numRuns: 3_000 },
  )
})

test('many names over many rules stay shared', () => {
  const names = Array.from({ length: 15_000 }, (_, index) => `User-agent: ${index}\n`).join('')
  const rules = parseRobots(`${names}User-agent: a\n${'User-agent: b\n'.repeat(2_000)}${'Allow: /\n'.repeat(15_000)}`)
  assert.equal(rules.verdict(`${site}/`, 'b').line, 17_002)
})

test('an agent whose name holds digits obeys the lines that name it', () => {
  const text = 'User-agent: study2\nDisallow: /\n'
  for (const agent of ['study2', 'Study2/1.0 (x)'])
    assert.deepEqual([may(text, '/', agent), may(text, '/robots.txt', agent)], [false, true])
})
