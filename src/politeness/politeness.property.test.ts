import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PaceResult, SitePace } from './index.ts'
import { createPoliteness } from './index.ts'

/** What happened at one site, as its server would log it. */
type Logged = { site: number; start: number; end: number | undefined }

type Rules = { delayMs: number; perSite: number; perAddress: number; addressDelayMs: number; obeyCrawlDelay: boolean }

type Step =
  | { do: 'wait'; ms: number }
  | { do: 'ask'; site: number }
  | { do: 'end'; which: number; result: PaceResult }
  | { do: 'unused'; which: number }
  | { do: 'crawlDelay'; site: number; seconds: number }
  | { do: 'move'; site: number; ip: number }

const most = { maxBackoffMs: 30_000, maxCrawlDelayMs: 7000, maxRetryAfterMs: 50_000 }
const ips = ['192.0.2.1', '192.0.2.2', '2001:db8::1']
const siteCount = 5

const result: fc.Arbitrary<PaceResult> = fc.record(
  {
    status: fc.constantFrom(200, 200, 200, 200, 301, 404, 429, 500, 503),
    retryAfterSeconds: fc.constantFrom(null, undefined, 0, -5, 2, 20, 1e9, Number.NaN),
    failure: fc.constantFrom(undefined, undefined, undefined, 'timeout-headers', 'connection-reset', 'dns-failed', 'aborted', 'protocol'),
    latencyMs: fc.constantFrom(undefined, 5, 80, 600, 20_000, Number.NaN),
    address: fc.constantFrom(undefined, undefined, ...ips),
  },
  { requiredKeys: ['status'] },
)

const site = fc.nat(siteCount - 1)
const which = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 250, 500, 999, 1000, 2000, 10_000) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('ask' as const), site }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('end' as const), which, result }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unused' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crawlDelay' as const), site, seconds: fc.constantFrom(0, 0.5, 3, 1e9, -1, Number.NaN) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), site, ip: fc.nat(ips.length - 1) }) },
)

const rules: fc.Arbitrary<Rules> = fc.record({
  delayMs: fc.constantFrom(0, 300, 1000),
  perSite: fc.constantFrom(1, 1, 2, 3),
  perAddress: fc.constantFrom(1, 2, 3),
  addressDelayMs: fc.constantFrom(0, 150, 500),
  obeyCrawlDelay: fc.boolean(),
})

/** Judges from the log alone, each time anew, by the words of the definition. */
function createChecker(rules: Rules) {
  const log: Logged[] = []
  /**
   * The requests whose gap counts at an address: after a move of their site at the old one (by their start) and, the last and those in
   * flight, at the new one.
   */
  const places = new Map<string, Set<Logged>>()
  const home: (string | undefined)[] = []
  const crawlDelay: number[] = []
  const notBefore: { site: number; at: number }[] = []
  const requestsAt = (ip: string) => places.get(ip) ?? places.set(ip, new Set()).get(ip)!
  const flying = (list: Iterable<Logged>) => [...list].filter(({ end }) => end === undefined)
  const of = (site: number) => log.filter(logged => logged.site === site)

  /** The first moment at which a site may be asked, as far as gaps and pauses go; undefined when no place is free. */
  function earliest(site: number): number | undefined {
    const gap = Math.max(rules.delayMs, rules.obeyCrawlDelay ? (crawlDelay[site] ?? 0) : 0)
    const times = notBefore.filter(pause => pause.site === site).map(({ at }) => at)
    if (flying(of(site)).length >= rules.perSite) return undefined
    for (const { start, end } of of(site)) times.push(start + gap, rules.perSite === 1 ? end! + gap : -Infinity)
    const ip = home[site]
    if (ip !== undefined) {
      if (flying(log).filter(logged => home[logged.site] === ip).length >= rules.perAddress) return undefined
      for (const { start, end } of requestsAt(ip)) {
        times.push(start + rules.addressDelayMs, rules.perAddress === 1 ? end! + rules.addressDelayMs : -Infinity)
      }
    }
    return Math.max(-Infinity, ...times)
  }

  return {
    earliest,
    asleep: (site: number) => earliest(site) === undefined,
    start(site: number, now: number): Logged {
      const logged: Logged = { site, start: now, end: undefined }
      log.push(logged)
      if (home[site] !== undefined) requestsAt(home[site]).add(logged)
      return logged
    },
    end(logged: Logged, now: number, { status = 0, retryAfterSeconds, failure, address }: PaceResult): void {
      logged.end = now
      if (address !== undefined) this.move(logged.site, address)
      const asked = typeof retryAfterSeconds === 'number' && retryAfterSeconds >= -5
      const network = failure === 'timeout-headers' || failure === 'connection-reset' || failure === 'dns-failed'
      const pause =
        failure === undefined && status >= 300 && asked
          ? Math.min(Math.max(0, retryAfterSeconds) * 1000, most.maxRetryAfterMs)
          : network || (failure === undefined && (status === 429 || status === 503))
            ? Math.min(2 * Math.max(1000, rules.delayMs), most.maxBackoffMs)
            : 0
      if (pause > 0) notBefore.push({ site: logged.site, at: now + pause })
    },
    unused(logged: Logged): void {
      log.splice(log.indexOf(logged), 1)
      for (const requests of places.values()) requests.delete(logged)
    },
    crawlDelay(site: number, seconds: number): void {
      if (seconds >= 0) crawlDelay[site] = Math.min(seconds * 1000, most.maxCrawlDelayMs)
    },
    move(site: number, ip: string): void {
      if (home[site] === ip) return
      home[site] = ip
      const own = of(site)
      for (const requests of places.values()) {
        for (const logged of flying(own)) if (requests.delete(logged)) requests.add({ ...logged, end: logged.start })
      }
      const lastEnd = own.filter(({ end }) => end !== undefined).sort((one, other) => one.end! - other.end!)
      for (const logged of [...flying(own), ...own.slice(-1), ...lastEnd.slice(-1)]) requestsAt(ip).add(logged)
    },
  }
}

function play(rules: Rules, steps: readonly Step[], adaptive: boolean, calm: boolean): void {
  const politeness = createPoliteness({ ...rules, ...most, adaptive })
  const checker = createChecker(rules)
  const paces: SitePace[] = Array.from({ length: siteCount }, (_, site) => politeness.pace(`http://site${site}.test`))
  const longest = Math.max(most.maxBackoffMs, most.maxCrawlDelayMs, most.maxRetryAfterMs, rules.delayMs, rules.addressDelayMs)
  const inFlight: Logged[] = []
  /** Sites that were told to wait without an end, and must be woken. */
  const asleep = new Set<number>()
  let now = 1000

  const ask = (site: number) => {
    const at = politeness.readyAt(paces[site]!)
    const allowed = checker.earliest(site)
    if (at === Infinity) {
      assert.equal(allowed, undefined, 'told to wait for a place while one is free')
      asleep.add(site)
      return
    }
    assert.notEqual(allowed, undefined, 'more in flight than allowed')
    assert.ok(at >= allowed!, `asked ${allowed! - at} ms too early`)
    if (calm) assert.ok(at <= Math.max(now, allowed!), `held ${at - allowed!} ms too long`)
    assert.ok(at <= now + longest, `blocked for ${at - now} ms`)
    if (at > now) return
    inFlight.push(checker.start(site, now))
    politeness.started(paces[site]!, now)
  }
  const end = (position: number, result: PaceResult) => {
    const [logged] = inFlight.splice(position % inFlight.length, 1)
    if (logged === undefined) return
    checker.end(logged, now, result)
    politeness.finished(paces[logged.site]!, now, result)
    asleep.delete(logged.site)
  }
  const wake = () => {
    for (const site of politeness.unblocked()) asleep.delete(paces.findIndex(pace => pace.site === site))
    for (const site of asleep) assert.ok(checker.asleep(site), 'a place is free, and nobody was told')
  }

  for (const step of steps) {
    if (step.do === 'wait') now += step.ms
    else if (step.do === 'ask') ask(step.site)
    else if (step.do === 'end') end(step.which, calm ? { status: 200, latencyMs: 5, address: step.result.address } : step.result)
    else if (step.do === 'crawlDelay') {
      checker.crawlDelay(step.site, step.seconds)
      politeness.crawlDelay(paces[step.site]!, step.seconds)
    } else if (step.do === 'move') {
      checker.move(step.site, ips[step.ip]!)
      politeness.address(paces[step.site]!, ips[step.ip]!)
    } else if (!calm) {
      const [logged] = inFlight.splice(step.which % inFlight.length, 1)
      if (logged !== undefined) {
        checker.unused(logged)
        politeness.unused(paces[logged.site]!, now)
        asleep.delete(logged.site)
      }
    }
    wake()
  }

  while (inFlight.length > 0) end(0, { status: 200 })
  wake()
  assert.equal(asleep.size, 0, 'a site was never woken')
  now += longest
  for (const pace of paces) assert.ok(politeness.readyAt(pace) <= now, 'a site never becomes ready')
}

const steps = fc.array(step, { maxLength: 120, size: 'max' })

test('no site is asked too early or too often, none is blocked for ever, whatever happens', () => {
  fc.assert(
    fc.property(rules, steps, fc.boolean(), (rules, steps, adaptive) => play(rules, steps, adaptive, false)),
    { seed: 38, numRuns: 1500 },
  )
})

test('while all goes well every site is ready at the very moment that the gaps allow', () => {
  fc.assert(
    fc.property(rules, steps, (rules, steps) => play(rules, steps, true, true)),
    { seed: 39, numRuns: 800 },
  )
})
