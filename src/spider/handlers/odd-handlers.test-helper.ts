import { threadId } from 'node:worker_threads'
import type { Handler } from '../visit.ts'

/** Handlers that do what handlers do, well and badly, by the path of their page. */
export const visits: Readonly<Record<string, Handler>> = {
  '/throws': () => {
    throw new TypeError('no such thing')
  },
  '/throws-later': async () => {
    await null
    throw 'a bare text'
  },
  '/circle': ({ save }) => {
    const circle: Record<string, unknown> = {}
    circle['itself'] = circle
    save(circle)
  },
  '/function': ({ follow }) => follow([(() => {}) as never]),
  '/ends-the-thread': () => process.exit(3),
  '/fails-behind': ({ save }) => {
    save({ said: 'nothing of this' })
    setImmediate(() => {
      throw new Error('behind its back')
    })
    return new Promise(() => {})
  },
  '/never': () => new Promise(() => {}),
  '/books/:id': ({ page, params, link, save, follow }) => {
    save({ book: params['id'], title: page.soup.find('title')?.text ?? null, depth: link.depth, bytes: page.exchange.body.length })
    follow('/chapter/1', { priority: 7 })
  },
}

export function visit({ page, follow, save, signal }: Parameters<Handler>[0]): void {
  save({ path: new URL(page.url).pathname, thread: threadId, headings: page.soup.findAll('h1').length, aborted: signal.aborted })
  follow(page.links())
  follow(['/books/7', 'mailto:nobody@example.org'])
}
