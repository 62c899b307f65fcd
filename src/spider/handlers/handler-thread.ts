import { parentPort, workerData } from 'node:worker_threads'
import { CrawlError } from '../../base/crawl-error.ts'
import { readPage } from '../../page/index.ts'
import { createCanonicalizer } from '../../url/canonical.ts'
import { plainItem } from '../plain-item.ts'
import type { Visit } from '../visit.ts'
import type { Act, HandlerAnswer, HandlerCall, ThreadStart } from './handler-call.ts'
import { faultOf } from './handler-call.ts'
import { loadHandlers } from './handler-module.ts'

/** Entry of a thread that runs handlers: a page in, what its handler did out. Calls that came meanwhile wait for the module. */
const { module, canonical } = workerData as ThreadStart
const abort = new AbortController()
const routes = await loadHandlers(new URL(module))

parentPort!.on('message', (call: HandlerCall | 'abort') => {
  if (call === 'abort') abort.abort(new CrawlError('aborted', 'The crawl ends.'))
  else void run(call)
})

async function run({ id, route, exchange, link, params }: HandlerCall): Promise<void> {
  const acts: Act[] = []
  const visit: Visit = {
    page: readPage(exchange, link, { canonicalizer: base => createCanonicalizer(base, canonical) }),
    link,
    params,
    signal: abort.signal,
    follow: (links, options) => acts.push({ follow: typeof links === 'string' ? [links] : [...links], options }),
    save: item => acts.push({ save: plainItem(item) }),
  }
  try {
    await routes[route]!.handler(visit)
    answer({ id, acts })
  } catch (cause) {
    answer({ id, fault: faultOf(cause) })
  }
}

function answer(done: HandlerAnswer): void {
  parentPort!.postMessage(done)
}
