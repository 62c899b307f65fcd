import assert from 'node:assert/strict'
import { parseRobots } from '../../../src/robots/index.ts'
import type { FuzzTarget } from '../fuzz-target.ts'

const agents = ['a', 'Bot/1.0 (+http://a/)', '*', '360Spider', '']
const paths = ['/', '/a', '/a/b.html?c=d', '/%7Ejoe', '/~joe', '/%41*$', '/robots.txt', '/index.html', '/\u00e4']
const word = /\/[!-~]*/g

export const robotsTarget: FuzzTarget = {
  name: 'robots',
  seeds: [
    'User-agent: *\nDisallow: /\n',
    'User-agent: a\nUser-agent: b\nAllow: /a\nDisallow: /a/b*c$\nCrawl-delay: 1.5\n\nSitemap: http://a/s.xml\n',
    '\ufeffuser-agent : bot # note\r\ndisallow : /%7ejoe\r\nallow:/~joe/index.html\r\n',
    'User-agent: *\nDisallow: /*ab*b*c\nAllow: /x/ab/c\n',
    'User agent bot\nDisalow /x\nAllow: *.php\n',
    Uint8Array.from([0xff, 0xfe, ...Buffer.from('User-agent: *\nDisallow: /\n', 'utf16le')]),
  ],
  words: [
    'User-agent: ',
    'Disallow: ',
    'Allow: ',
    'Crawl-delay: ',
    'Sitemap: ',
    '*',
    '$',
    '%2F',
    '%zz',
    '\r\n',
    '\n',
    '\r',
    '#',
    ':',
    '/a',
    'bot',
    '\ufeff',
    '\u00e4',
    '\0',
  ],
  readings: 4,
  check(input) {
    const text = Buffer.from(input).toString()
    const words = (text.match(word) ?? []).slice(0, 8)
    const urls = [...paths, ...words, ...words.map(path => path.replace(/[*$]/g, ''))].map(path => `http://a.example${path}`)
    for (const google of [false, true]) {
      const rules = parseRobots(input, { google })
      assert.equal(new Set(rules.sitemaps).size, rules.sitemaps.length)
      // Line ends and notes say nothing.
      const other = isPlain(input) ? parseRobots(`# note\n${text.replaceAll('\n', ' # note\n')}`, { google }) : rules
      for (const agent of agents) {
        const ofAgent = rules.forAgent(agent)
        const delay = rules.crawlDelay(agent)
        assert.ok(delay === undefined || (Number.isFinite(delay) && delay >= 0), String(delay))
        for (const url of urls) {
          const { allowed, line, rule } = rules.verdict(url, agent)
          assert.equal(rules.may(url, agent), allowed)
          assert.equal(ofAgent.may(url.slice('http://a.example'.length)), ofAgent.verdict(url.slice('http://a.example'.length)).allowed)
          assert.ok(allowed || (line !== undefined && rule !== undefined), 'a refusal names its line')
          assert.ok(rule === undefined || covers(rule, url.slice('http://a.example'.length)), `${rule} has nothing to say of ${url}`)
          assert.equal(other.may(url, agent), allowed, `${agent} ${url}`)
        }
      }
    }
  },
}

/** By a regular expression, where neither rule nor path has anything to be spelled another way; else it is taken for granted. */
function covers(rule: string, path: string): boolean {
  const value = /^(?:dis)?allow\s*:\s*(\/[\w/.*-]*\$?)$/i.exec(rule)?.[1]
  if (value === undefined || value.length > 60 || !/^[\w/.-]+$/.test(path)) return true
  const pieces = value
    .replace(/\$$/, '')
    .split('*')
    .map(piece => piece.replaceAll('.', '\\.'))
  return new RegExp(`^${pieces.join('.*')}${value.endsWith('$') ? '$' : ''}`).test(path)
}

/** Notes may be put at line ends only where each line has one end and there is no note and no cut line yet. */
function isPlain(input: Uint8Array): boolean {
  return input.length < 8192 && /^[\t\n -~]*$/.test(Buffer.from(input).toString('latin1')) && !input.includes(0x23)
}
