import type { Exchange } from '../exchange/exchange.ts'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'

/**
 * What to do about a 403 that is about robots, in one sentence; undefined when it seems to be about something else. Sites such as archives
 * of papers turn away whoever does not say whom to write to.
 */
export function robotRefusal({ status, body, order }: Pick<Exchange, 'status' | 'body' | 'order'>): string | undefined {
  if (status !== 403) return undefined
  const isAboutRobots = robotWords.test(Buffer.from(body.subarray(0, 65_536)).toString('latin1'))
  if (saysWho(order.headers)) return isAboutRobots ? 'It refuses robots: write to its webmaster before you ask again' : undefined
  const who = 'robots that do not say who they are: give --contact with your mail address, or write to its webmaster'
  return isAboutRobots ? `It refuses ${who}` : `It may refuse ${who}`
}

const robotWords =
  /user[- ]agent|\bautomated\b|\b(?:robots|crawlers|spiders|bots|scrapers|scripts) (?:are|is|that|who|which|without|must|may)\b/i

/** A contact in the agent, or a From field (RFC 9110 section 10.1.2). */
function saysWho(headers: HeaderList): boolean {
  return headerValue(headers, 'from') !== undefined || /\+(?:mailto:|https?:\/\/)|@/.test(headerValue(headers, 'user-agent') ?? '')
}
