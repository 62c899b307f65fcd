import type { JourneyTimes, Profile, SitePause, Verdict, Wait } from './profile.ts'
import { threadVerdict } from './thread-verdict.ts'
import { duration, greatest, sharesText } from './times-text.ts'

/** What was measured, before anything is said about it. */
export type Measured = Omit<Profile, 'verdict'>

/** Shorter runs are all beginning and end. */
const leastMs = 1000
/** From here on the main thread is what is waited for, whatever else is. */
const fullShare = 0.8
/** From here on it is when only answers are waited for: a busy thread hears them late, and so a part of their time is its own. */
const busyShare = 0.6

/** What kept this crawl from being faster, in words, and the next step. */
export function verdictOf(measured: Measured): Verdict {
  const { wallMs, thread, requests, waits } = measured
  if (wallMs < leastMs || requests.pages < 2) {
    return { kind: 'short', share: 1, says: `The run took ${duration(wallMs)}: too short to tell.`, next: 'Profile a longer one.' }
  }
  const { politeness, perSite, ...others } = waits
  const [wait, ms] = greatest<Exclude<Wait, 'politeness' | 'perSite'> | 'sites'>({ ...others, sites: politeness + perSite })
  const isPolite = wait === 'sites' && politeness > perSite
  if (thread.busyMs >= (isPolite ? fullShare : busyShare) * wallMs) return threadVerdict(thread, wallMs)
  return { share: Math.round((ms / wallMs) * 100) / 100, ...waitVerdict(wait, ms, measured) }
}

type Words = Omit<Verdict, 'share'>

function waitVerdict(wait: Exclude<Wait, 'politeness' | 'perSite'> | 'sites', ms: number, measured: Measured): Words {
  const { requests, journeys, pauses } = measured
  switch (wait) {
    case 'sites':
      return pauses.totalMs >= answersMs(journeys) ? pauseVerdict(measured) : slowSitesVerdict(measured)
    case 'concurrency':
      return journeyVerdict(measured, {
        says: `As many pages were under way as --concurrency allows (${requests.concurrency}).`,
        slowNetwork: { kind: 'network', next: 'A greater --concurrency makes it faster.' },
      })
    case 'links':
      return journeyVerdict(measured, {
        says: 'No known URL waited: pages under way had to tell of others first.',
        slowNetwork: { kind: 'links', next: 'Give it more seeds or a sitemap: a chain of pages is followed link by link.' },
      })
    case 'store':
      return { kind: 'store', says: 'Links had to be read back from the store.', next: 'Put --store on a faster disk.' }
    case 'opening':
      return {
        kind: 'opening',
        says: `Opening the store took ${duration(ms)}.`,
        next: 'It is paid once a run and grows with the URLs that are known: let one run do more.',
      }
    case 'other':
      return {
        kind: 'held-up',
        says: 'Sites could be asked, but the crawl was paused, its disk was full, no file handle was left, or its items were read slowly.',
        next: 'Read items() faster, or let a sink write them.',
      }
  }
}

/** Sites rest between two requests. */
function pauseVerdict({ pauses, requests, journeys }: Measured): Words {
  const kind = 'politeness'
  const [why] = greatest(pauses.reasons)
  const [first] = pauses.longest
  if (first === undefined) return { kind, says: 'URLs that failed waited for their next attempt.', next: 'See statuses and failures.' }
  const next =
    afterPause.get(why) ?? 'These sites asked for rest, or failed: see statuses and failures. Ask less of them: a longer --delay.'
  if (pauses.sites > 1) {
    const longest = `${first.site} longest: ${duration(first.pausedMs)}`
    return { kind, says: `${pauses.sites} sites were left alone between two requests (${why}), ${longest}.`, next }
  }
  const each = `${first.site} was left alone for ${duration(meanPause(first))} between two requests (${why})`
  const answerMs = requests.perSite > 1 ? 0 : answersMs(journeys) / Math.max(1, first.requests)
  const rate = (1000 / Math.max(1, meanPause(first) + answerMs)).toFixed(1)
  return { kind, says: `${each}: ${rate} requests a second at most.`, next }
}

function meanPause({ pausedMs, requests }: SitePause): number {
  return pausedMs / Math.max(1, requests - 1)
}

const afterPause: ReadonlyMap<string, string> = new Map([
  ['delay', "Only more sites at once make it faster or, with their owners' consent, a shorter --delay."],
  ['crawl-delay', 'Their robots.txt asks for this gap. Only more sites at once make it faster.'],
  ['latency', 'A site that answers slowly gets as long a rest. Ask it at a quieter hour, or more sites at once.'],
  ['address', 'Sites at one address share its pace. Only sites elsewhere make it faster.'],
])

/** Sites have as many requests under way as they may. */
function slowSitesVerdict({ journeys, requests }: Measured): Words {
  return {
    kind: 'network',
    says: `${answersText(journeys, requests)}, and a site may have ${requests.perSite} under way (--per-site).`,
    next: "More sites at once make it faster or, with their owners' consent, a greater --per-site.",
  }
}

/** Pages under way are what is waited for: which part of their journey is the longest? */
function journeyVerdict(
  { journeys, requests }: Measured,
  { says, slowNetwork }: { readonly says: string; readonly slowNetwork: Pick<Verdict, 'kind' | 'next'> },
): Words {
  const { handlersMs, storeMs } = journeys
  switch (greatest({ network: answersMs(journeys), handlers: handlersMs, store: storeMs })[0]) {
    case 'handlers':
      return {
        kind: 'handlers',
        says: `${says} Handlers took ${duration(handlersMs / requests.pages)} a page, for something of their own or in another thread.`,
        next: 'Let them wait for less, or more of them at once: a greater --concurrency; more --workers where those are busy.',
      }
    case 'store':
      return {
        kind: 'store',
        says: `${says} It took ${duration(storeMs / requests.pages)} until a page was safe in the store.`,
        next: 'Put --store on a faster disk; --durable costs an fsync for each commit.',
      }
    default:
      return { ...slowNetwork, says: `${says} ${answersText(journeys, requests)}.` }
  }
}

/** Of requests for pages and robots.txt, those that failed too. */
function answersMs({ connectMs, tlsMs, firstByteMs, bodyMs, failedMs, robotsMs }: JourneyTimes): number {
  return connectMs + tlsMs + firstByteMs + bodyMs + failedMs + robotsMs
}

function answersText(journeys: JourneyTimes, { pages }: Profile['requests']): string {
  const { connectMs, tlsMs, firstByteMs, bodyMs, failedMs } = journeys
  const parts = { connecting: connectMs, TLS: tlsMs, 'first byte': firstByteMs, body: bodyMs, failures: failedMs }
  const total = answersMs({ ...journeys, robotsMs: 0 })
  return `An answer takes ${duration(total / pages)} (${sharesText(parts, total)})`
}
