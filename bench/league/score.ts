import type { TownRequest, Verdict } from '../../src/testing/index.ts'

/** One walk down the street, as the street saw it. */
export type Seen = { readonly log: readonly TownRequest[]; readonly dropped: number; readonly verdicts: readonly Verdict[] }

export type Score = {
  readonly good: number
  readonly bad: number
  readonly unseen: number
  /** Of 1,000: pages that were sent whole to somebody who stayed until the end. */
  readonly healthy: number
  readonly requests: number
  /** Bytes handed to the system for it; some of the last answer may still have lain there. */
  readonly sentMb: number
  readonly longestMs: number
  /** The endpoint that it asked last. */
  readonly last: string | undefined
  /** What was broken, by endpoint. */
  readonly faults: Readonly<Record<string, readonly string[]>>
}

export function scoreOf({ log, dropped, verdicts }: Seen): Score {
  const count = (wanted: Verdict['verdict']) => verdicts.filter(({ verdict }) => verdict === wanted).length
  const until = log.reduce((last, { at, finishedAt = at }) => Math.max(last, finishedAt), 0)
  const arrived = log.filter(one => one.endpoint === 'OK' && one.status === 200 && one.finishedAt !== undefined && one.leftEarly !== true)
  return {
    good: count('good'),
    bad: count('bad'),
    unseen: count('unseen'),
    healthy: new Set(arrived.map(({ target }) => target).filter(target => /^\/ok\/\d+$/.test(target))).size,
    requests: log.length + dropped,
    sentMb: log.reduce((all, { sent = 0 }) => all + sent, 0) / 2 ** 20,
    longestMs: log.reduce((most, { at, finishedAt = until }) => Math.max(most, finishedAt - at), 0),
    last: log.at(-1)?.endpoint,
    faults: Object.fromEntries(verdicts.filter(({ verdict }) => verdict === 'bad').map(({ id, faults }) => [id, faults])),
  }
}

/** Requests that were led to where nobody may be led from outside: the house on an address of this machine that no list names. */
export function inwardOf({ log }: Seen): number {
  return log.filter(({ site }) => site === 'D16/canary').length
}

/** Endpoints that received a secret of another. */
export function leaksOf({ verdicts }: Seen, ids: readonly string[]): string[] {
  return verdicts.filter(({ id, verdict }) => ids.includes(id) && verdict === 'bad').map(({ id }) => id)
}
