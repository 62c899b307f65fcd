import { redirectAnswer, statusAnswer } from '../../../answers.ts'
import type { Asked, Endpoint, Wire } from '../../endpoint.ts'

/** Where a redirect ends: a page that tells how it was asked for. */
export function arrive(asked: Asked, wire: Wire): Promise<boolean> {
  return wire.reply(statusAnswer(200, 'Arrived', `You asked for ${asked.target.slice(0, 500)}`))
}

export function send(wire: Wire, location: string, status = 302, headers: readonly string[] = []): Promise<boolean> {
  const answer = redirectAnswer(status, location)
  return wire.reply({ ...answer, headers: [...headers, ...answer.headers] })
}

/** The endpoint, with pages to arrive at: all paths below `/D11/end`. */
export function withEnds(endpoint: Endpoint): Endpoint {
  return {
    ...endpoint,
    behave: (asked, wire, street) =>
      asked.path.startsWith(`/${endpoint.id}/end`) ? arrive(asked, wire) : endpoint.behave(asked, wire, street),
  }
}
