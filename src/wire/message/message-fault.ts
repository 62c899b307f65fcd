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

/** The failure of a message that cannot be read, or may not be. @param subject what the sentence is about, default `The message` */
export function messageError(anomaly: MessageAnomaly, subject = 'The message'): CrawlError {
  const { says, source, code = 'protocol' }: AnomalyEntry = messageAnomalies[anomaly]
  const next = code === 'connection-reset' ? 'try later' : 'check host and port, or tell its webmaster'
  return new CrawlError(code, `${subject} ${says} (${anomaly}, ${source}); ${next}.`)
}
