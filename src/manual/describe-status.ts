import { clientStatuses } from './client-statuses.ts'
import { goodStatuses } from './good-statuses.ts'
import { redirectStatuses } from './redirect-statuses.ts'
import { serverStatuses } from './server-statuses.ts'
import type { StatusFacts } from './status-facts.ts'

export const statuses: readonly StatusFacts[] = [...goodStatuses, ...redirectStatuses, ...clientStatuses, ...serverStatuses]

export type StatusClass = {
  /** `1xx` to `5xx`. */
  readonly name: string
  readonly title: string
  readonly says: string
  readonly robot: string
}

/** The five classes (RFC 9110 section 15). */
export const statusClasses: readonly StatusClass[] = [
  {
    name: '1xx',
    title: 'Informational',
    says: 'The request is being worked on; another answer follows. Only in HTTP/1.1 and later.',
    robot: 'Read on.',
  },
  { name: '2xx', title: 'Successful', says: 'The request was received, understood and done.', robot: 'Read the body.' },
  {
    name: '3xx',
    title: 'Redirection',
    says: 'More is to be done to get there.',
    robot: 'Follow Location where there is one; with 304 use your copy.',
  },
  {
    name: '4xx',
    title: 'Client Error',
    says: 'The request is wrong or cannot be fulfilled.',
    robot: 'Do not repeat it as it is, but for 408, 425 and 429 after a pause.',
  },
  {
    name: '5xx',
    title: 'Server Error',
    says: 'The request seems right and the server failed.',
    robot: 'Come back later, a few times, and ask the whole site more slowly.',
  },
]

const byCode = new Map(statuses.map(facts => [facts.code, facts]))

/** What a status means; undefined for one that is not registered: it counts as the first of its class then (RFC 9110 section 15). */
export function describeStatus(code: number): StatusFacts | undefined {
  return byCode.get(code)
}

/** The class of any three-digit status. */
export function statusClass(code: number): StatusClass | undefined {
  return code >= 100 && code < 600 ? statusClasses[Math.floor(code / 100) - 1] : undefined
}
