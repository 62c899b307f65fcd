import type { Dispatcher } from 'undici'
import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { Connections } from './connections.ts'
import type { AnswerListener } from './transport.ts'
import { hostAndPort } from './transport-error.ts'

/** What undici says, in the words of a transport. */
export function undiciHandler(site: string, connections: Connections, listener: AnswerListener): Dispatcher.DispatchHandler {
  let interim = 0
  return {
    // undici takes an order that throws here out of its queue and leaves the connection to the next one.
    onRequestStart: controller => listener.started(controller),
    onResponseStarted() {
      connections.headerPasses(site, 'began')
      listener.began()
    },
    onResponseStart(controller, status, parsed, reason = '') {
      connections.headerPasses(site, 'ended')
      const fields = controller.rawHeaders ?? parsed
      if (status >= 200) {
        const isHttp2 = !Array.isArray(fields)
        const facts = connections.facts(site)
        listener.head({ ...facts, version: isHttp2 ? '2' : facts.version, status, reason, headers: flatHeaders(fields) })
      } else if (++interim > limits.interimAnswers) {
        const says = `${hostAndPort(site)} sends interim answers without end; tell its webmaster.`
        listener.failed(new CrawlError('protocol', says, { value: interim }))
      }
    },
    // undici resumes with an empty chunk: holding back for that one would never end.
    onResponseData: (controller, chunk) => void (chunk.length > 0 && listener.data(controller, chunk)),
    onResponseEnd() {
      listener.ended(connections.resetting(site) ? { cut: 'truncated', anomalies: ['connection-reset-in-body'] } : {})
    },
    onResponseError: (_, failure) => listener.failed(failure),
  }
}

/**
 * HTTP/1 gives a flat list of Buffers: bytes above 0x7f are kept one to one as latin1. HTTP/2 gives an object, its pseudo fields left out.
 */
function flatHeaders(fields: NonNullable<Dispatcher.DispatchController['rawHeaders']>): string[] {
  const flat: string[] = []
  if (Array.isArray(fields)) {
    for (const field of fields) flat.push(typeof field === 'string' ? field : field.toString('latin1'))
    return flat
  }
  for (const [name, values] of Object.entries(fields)) {
    if (name.startsWith(':')) continue
    for (const value of Array.isArray(values) ? values : [values ?? '']) flat.push(name, value)
  }
  return flat
}
