import type { TownRequest } from '../town-log.ts'

/** What the street saw of one visitor at one endpoint. */
export type Seen = {
  readonly requests: readonly TownRequest[]
  /** All of it as text: request lines, header fields, bodies. */
  readonly received: string
}

export function seenOf(requests: readonly TownRequest[]): Seen {
  return { requests, received: requests.map(asText).join('\n') }
}

function asText({ method, target, headers, body = '' }: TownRequest): string {
  const fields = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []))
  return [`${method} ${target}`, ...fields, '', body].join('\n')
}

/** What a good robot does, as it can be seen from the other side. */
export type Rule = {
  readonly says: string
  /** What was wrong, or `undefined`. */
  fault(seen: Seen): string | undefined
}

/** @param most requests to this endpoint, of any kind */
export function atMostRequests(most: number): Rule {
  return {
    says: most === 0 ? 'no request at all' : `at most ${most.toLocaleString('en')} ${most === 1 ? 'request' : 'requests'}`,
    fault: ({ requests }) => (requests.length > most ? `${requests.length} requests` : undefined),
  }
}

/** The same without robots.txt. */
export function atMostPages(most: number): Rule {
  return {
    says: `at most ${most} pages`,
    fault({ requests }) {
      const pages = requests.filter(({ target }) => target !== '/robots.txt').length
      return pages > most ? `${pages} pages` : undefined
    },
  }
}

/** @param most bytes that the visitor let us send for one request; the system's buffers hold some millions more than he reads */
export function takesAtMost(most: number): Rule {
  return {
    says: `takes at most ${most.toLocaleString('en')} bytes of one answer`,
    fault({ requests }) {
      const largest = Math.max(0, ...requests.map(({ sent = 0 }) => sent))
      return largest > most ? `took ${largest.toLocaleString('en')} bytes` : undefined
    },
  }
}

/** @param most ms from the request until the visitor hung up or had all */
export function leavesWithin(most: number): Rule {
  return {
    says: `is gone after ${most / 1000} s`,
    fault({ requests }) {
      const waits = requests.map(({ at, finishedAt }) => (finishedAt ?? Infinity) - at)
      const longest = Math.max(0, ...waits)
      if (longest === Infinity) return 'still waits'
      return longest > most ? `waited ${(longest / 1000).toFixed(1)} s` : undefined
    },
  }
}

/** @param path that no robot has any business to ask for */
export function neverAsks(path: RegExp, why: string): Rule {
  return {
    says: `never asks for ${why}`,
    fault({ requests }) {
      const asked = requests.find(({ target }) => path.test(target))
      return asked && `asked for ${asked.target.slice(0, 200)}`
    },
  }
}

/** @param text that must not arrive here: a secret of another site, a forged line */
export function neverReceives(text: string | RegExp, why: string): Rule {
  return {
    says: `never sends ${why}`,
    fault: ({ received }) => ((typeof text === 'string' ? received.includes(text) : text.test(received)) ? `sent ${why}` : undefined),
  }
}

/** @param least ms between two requests after the first `free` ones */
export function keepsApart(least: number, free = 0): Rule {
  return {
    says: `leaves ${least / 1000} s between requests`,
    fault({ requests }) {
      const gaps = requests.slice(free + 1).map(({ at }, index) => at - requests[index + free]!.at)
      const shortest = Math.min(Infinity, ...gaps)
      // Timers round to whole milliseconds.
      return shortest < least - 1 ? `came back after ${(shortest / 1000).toFixed(2)} s` : undefined
    },
  }
}

/** @param most requests that wait for their answers at one time */
export function atOnce(most: number): Rule {
  return {
    says: `at most ${most} ${most === 1 ? 'request' : 'requests'} at a time`,
    fault({ requests }) {
      const worst = Math.max(0, ...requests.map(({ inFlight }) => inFlight))
      return worst > most ? `${worst} requests at once` : undefined
    },
  }
}

/** The first request to each of the endpoint's origins is for its robots.txt. */
export function robotsFirst(): Rule {
  return rule('asks each site for its robots.txt first', ({ requests }) => {
    const first = [...Map.groupBy(requests, ({ site }) => site).values()].map(([one]) => one!)
    const asked = first.find(({ target }) => target !== '/robots.txt')
    return asked && `asked for ${asked.target.slice(0, 200)} first`
  })
}

/** @param house the rule is for what this house saw: `D06/other` */
export function inHouse(house: string, { says, fault }: Rule): Rule {
  return { says: `${says} (${house})`, fault: ({ requests }) => fault(seenOf(requests.filter(({ site }) => site === house))) }
}

/** The rule is for what was asked for at this path: that of one part. */
export function atPath(path: string, { says, fault }: Rule): Rule {
  return { says: `${says} (${path})`, fault: ({ requests }) => fault(seenOf(requests.filter(({ target }) => target === path))) }
}

/** A rule of one endpoint alone. */
export function rule(says: string, fault: (seen: Seen) => string | undefined): Rule {
  return { says, fault }
}

/** The rule holds for each path by itself: an endpoint of many parts is asked more often than one. */
export function perPath({ says, fault }: Rule): Rule {
  return {
    says: `${says}, path by path`,
    fault({ requests, received }) {
      for (const [target, inside] of Map.groupBy(requests, request => request.target)) {
        const found = fault({ requests: inside, received })
        if (found !== undefined) return `${target.slice(0, 200)}: ${found}`
      }
      return undefined
    },
  }
}

/** Three attempts, each of them asked a second time for another reader. */
export const fewRequests: Rule = atMostRequests(6)
export const fewOfEach: Rule = perPath(fewRequests)
