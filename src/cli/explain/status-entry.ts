import { limits } from '../../base/limits.ts'
import type { StatusFacts } from '../../manual/index.ts'
import { robotsOutcome } from '../../robots/robots-outcome.ts'
import type { Meaning } from '../../spider/settle.ts'
import { attemptsAfter, meaningOf } from '../../spider/settle.ts'
import { exitCodeOf } from '../exit-codes.ts'
import type { Entry } from './entry.ts'

/** A status with what Orbweaver does on it, asked of the tables that it really goes by. */
export function statusEntry({ code, name, spec, says, robot }: StatusFacts): Entry {
  const title = `${code} ${name}`
  if (code < 200) {
    const here = `Waits for the answer that follows; more than ${limits.interimAnswers} of these end the request.`
    return { key: String(code), title, facts: facts([['Orbweaver', here]]), data: { crawl: 'wait' } }
  }
  const meaning = meaningOf(code)
  const here = [
    deeds[meaning](code),
    ...(code >= 400 ? [`A command that wants just this page ends with ${exitCodeOf(`http-${code}`)}.`] : []),
  ]
  const more: [string, string][] = [
    ['Orbweaver', here.join(' ')],
    ['robots.txt', robotsDeeds[robotsOf(code)]],
  ]
  return { key: String(code), title, facts: facts(more), data: { crawl: meaning } }

  function facts(own: readonly (readonly [string, string])[]): (readonly [string, string])[] {
    return [['means', says], ['robot', robot], ...own, ['defined', spec]]
  }
}

/** What the crawl does, by the table that it settles by. */
const deeds: Readonly<Record<Meaning, (code: number) => string>> = {
  visit: code =>
    code === 204 || code === 205
      ? 'A crawl counts the page as done; there is nothing in it.'
      : 'A crawl reads the page, follows its links, and keeps its ETag and Last-Modified for the next crawl.',
  unchanged: () => 'A crawl keeps the record it has; without an earlier one the page is failed (http-304).',
  redirect: () =>
    `A crawl takes the target for a link like any other: scope, robots.txt, pace. One page alone: up to ${limits.redirects} hops.`,
  retry: code => {
    const attempts = attemptsAfter(`http-${code}`, limits.attempts)
    const whole = attempts > limits.attempts ? ' The whole site waits: as long as Retry-After says, else twice as long each time.' : ''
    return `A crawl asks again later, ${attempts} times in all; then the page is failed (http-${code}).${whole}`
  },
  fail: code => `A crawl records the page as failed (http-${code}) and does not ask again.`,
}

type RobotsKind = ReturnType<typeof robotsOutcome>['kind']

const robotsDeeds: Readonly<Record<RobotsKind, string>> = {
  parse: 'Its rules hold for a day.',
  'allow-all': 'No rules: everything may be asked.',
  keep: 'The copy that is there holds on.',
  redirect: 'It is fetched from there.',
  'disallow-all': 'Nothing of the site may be asked until it can be had.',
}

function robotsOf(status: number): RobotsKind {
  const headers = ['location', '/rules.txt']
  const asked = ['http://a.invalid/robots.txt']
  return robotsOutcome({ status, headers, length: 1 }, { asked, conditional: true, now: new Date(0), retryAfter: () => null }).kind
}
