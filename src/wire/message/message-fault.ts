import { CrawlError } from '../../base/crawl-error.ts'
import type { AnomalyEntry, MessageAnomaly } from './message-anomaly.ts'
import { messageAnomalies } from './message-anomaly.ts'

/** Ends a reading generator; never leaves the message readers. */
export class MessageFault extends Error {
  readonly anomaly: MessageAnomaly

  constructor(anomaly: MessageAnomaly) {
    super(anomaly)
    this.anomaly = anomaly
  }
}

/** The failure that a user sees. */
export function messageError(anomaly: MessageAnomaly): CrawlError {
  const { says, source, code = 'protocol' }: AnomalyEntry = messageAnomalies[anomaly]
  const next = code === 'connection-reset' ? 'try later' : 'check host and port, or tell its webmaster'
  return new CrawlError(code, `The message ${says} (${anomaly}, ${source}); ${next}.`)
}
