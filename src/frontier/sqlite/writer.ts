import { parentPort } from 'node:worker_threads'
import { CrawlError } from '../../base/crawl-error.ts'
import { storeError } from '../store-error.ts'
import type { Answer, Call } from './protocol.ts'
import { StoreThread } from './store-thread.ts'

/** Entry of the thread: one call in, one answer out, in order. */
let thread: StoreThread | undefined
let folder = ''

parentPort?.on('message', (call: Call) => {
  parentPort?.postMessage(answer(call))
})

function answer(call: Call): Answer {
  try {
    return { ok: true, value: perform(call) }
  } catch (error) {
    const { code, message } = storeError(error, folder)
    return { ok: false, code, message }
  }
}

function perform(call: Call): Extract<Answer, { ok: true }>['value'] {
  if (call.do === 'open') {
    folder = call.options.folder
    thread = new StoreThread(call.options)
    return thread.opened
  }
  if (thread === undefined) throw new CrawlError('internal', 'the store is not open')
  if (call.do === 'write') {
    thread.write(call.batch)
    return undefined
  }
  if (call.do === 'block') return thread.block(call.after)
  if (call.do === 'read') return thread.read(call.ids)
  if (call.do === 'links') return thread.links(call.count)
  thread.close(call.finished)
  thread = undefined
  return undefined
}
