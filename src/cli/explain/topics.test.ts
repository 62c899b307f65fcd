import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { portCount } from '../../manual/index.ts'
import { verbs } from '../verbs/all-verbs.ts'
import { entryRecord, entryText, findEntry } from './entry.ts'
import { editDistance, nearest } from './nearest.ts'
import { topics } from './topics.ts'

const topicOf = (name: string) => topics.find(topic => topic.name === name)!
const keysOf = (name: string) => topicOf(name).entries.map(({ key }) => key)
const factsOf = (topic: string, key: string) => new Map(findEntry(topicOf(topic), key)?.facts)

test('every entry has a key of its own and says something in every line', () => {
  for (const { name, entries } of topics) {
    assert.equal(new Set(entries.map(({ key }) => key.toLowerCase())).size, entries.length, name)
    for (const entry of entries) {
      assert.ok(entry.title !== '' && entry.facts.length > 0 && entry.facts.every(([, text]) => text.trim() !== ''), entry.key)
      assert.equal(Object.keys(entryRecord(name, entry)).length, 3 + entry.facts.length + Object.keys(entry.data ?? {}).length)
    }
  }
})

test('all statuses of the table, old and new, and the five classes (Z91, Z92)', () => {
  const seed = '100-101 200-206 300-305 400-415 500-505'.split(' ').flatMap(span => {
    const [first = 0, last = 0] = span.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
  const added = [103, 306, 307, 308, 416, 417, 421, 425, 426, 429, 431, 451, 511]
  for (const code of [...seed, ...added]) assert.ok(keysOf('status').includes(String(code)), String(code))
  assert.deepEqual(keysOf('class'), ['1xx', '2xx', '3xx', '4xx', '5xx'])
  assert.match(factsOf('status', '299').get('means')!, /counts as 200/)
  assert.equal(findEntry(topicOf('status'), '600'), undefined)
  assert.match(factsOf('status', 'http-410').get('robot')!, /do not ask again/)
})

test('ports: 65536 of them; FTP, SSH, Telnet, SMTP and HTTP among them (Z26)', () => {
  assert.equal(portCount, 2 ** 16)
  for (const [port, name] of Object.entries({ 21: 'FTP', 22: 'SSH', 23: 'Telnet', 25: 'SMTP', 80: 'HTTP', 443: 'HTTPS' }))
    assert.equal(findEntry(topicOf('port'), port)?.title, `port ${port}, ${name}`)
  assert.match(factsOf('port', '65535').get('range')!, /dynamic/)
  assert.equal(findEntry(topicOf('port'), '65536'), undefined)
})

test('layers: HTTP, FTP, POP3, SMTP and IRC stand on TCP (Z28)', () => {
  assert.match(factsOf('layers', 'application').get('examples')!, /HTTP, FTP, SMTP, POP3, IMAP, IRC/)
  assert.deepEqual(keysOf('layers'), ['application', 'security', 'transport', 'internet', 'link'])
})

test('RFC numbers of old texts lead to those of today (P5, Z98)', () => {
  for (const [old, today] of Object.entries({
    793: /9293/,
    1945: /9112/,
    2068: /9110/,
    2616: /9110.*9111.*9112/,
    821: /5321/,
    791: /still/,
    959: /still/,
  }))
    assert.match(factsOf('rfc', old).get('today')!, today, old)
  assert.match(factsOf('rfc', '2616').get('note')!, /176 pages.*page 36/)
})

test('the glossary leads to commands that are there (P37)', () => {
  for (const word of ['BeautifulSoup', 'port', 'scrape', 'socket', 'spider']) assert.ok(keysOf('term').includes(word), word)
  for (const { key, facts } of topicOf('term').entries) {
    for (const command of new Map(facts).get('try it')!.split(', or ')) {
      const [, verb = '', topic = ''] = /^orbweaver (\w+) ?(\w*)/.exec(command) ?? []
      assert.ok(verbs.has(verb), `${key}: ${command}`)
      if (verb === 'explain') assert.ok(topic === 'packet' || topicOf(topic) !== undefined, `${key}: ${command}`)
    }
  }
})

test('kinds of agents: none that copies itself (Z1); what to read (Z90)', () => {
  assert.deepEqual(keysOf('agents'), ['robots, spiders, wanderers', 'commerce agents', 'worms and viruses', 'MUD agents and chatterbots'])
  assert.match(factsOf('agents', 'worms and viruses').get('Orbweaver')!, /^Refused: Orbweaver never copies itself/)
  for (const title of [/Internet Agents/, /Spidering Hacks/, /Perl and LWP/, /Threat or treat/i, /Guidelines for Robot Writers/, /RBSE/])
    assert.ok(
      keysOf('reading').some(key => title.test(key)),
      String(title),
    )
})

/** Names of rules as they stand in the code of the crawl. */
const ruleNames = /'((?:trap|other|budget|not|too|over|pattern)-[a-z-]+|nofollow|noindex|robots|excluded)'/g

test('every reason that a crawl gives for leaving something is explained, and no other', () => {
  const source = join(import.meta.dirname, '../..')
  const files = ['spider', 'frontier'].flatMap(room => readdirSync(join(source, room)).map(file => join(source, room, file)))
  const code = files.filter(file => file.endsWith('.ts') && !file.includes('.test.')).map(file => readFileSync(file, 'utf8'))
  const given = new Set(code.flatMap(text => [...text.matchAll(ruleNames)].map(match => match[1]!)))
  assert.deepEqual([...given].toSorted(), keysOf('reason').toSorted())
})

test('what is misspelt is suggested', () => {
  assert.deepEqual(nearest('Retry-Aftr', keysOf('header')), ['Retry-After'])
  assert.deepEqual(nearest('conection', keysOf('header')), ['Connection'])
  assert.deepEqual(nearest('x'.repeat(100_000), keysOf('header')), [])
  assert.equal(editDistance('kitten', 'sitting'), 3)
  assert.equal(editDistance('', 'abc'), 3)
})

test('text is broken at the width of a terminal, and not for a pipe', () => {
  const entry = findEntry(topicOf('status'), '503')!
  for (const line of entryText(entry, 80).split('\n')) assert.ok(line.length <= 80, line)
  assert.equal(entryText(entry, Infinity).split('\n').length, entry.facts.length + 2)
})
