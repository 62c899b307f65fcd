import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ManualClock } from '../base/clock.ts'
import { manualClock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { CacheStore } from './cache-store.ts'
import { answerSize } from './cache-store.ts'
import type { StoredAnswer } from './stored-answer.ts'
import { bodyDigest } from './stored-answer.ts'

export type OpenStore = (options: { readonly maxBytes?: number; readonly clock: ManualClock }) => CacheStore

const bytes = (text: string) => new TextEncoder().encode(text)

export function answerFor(url: string, body: Uint8Array, more: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    url,
    variant: 'v',
    status: 200,
    reason: 'OK',
    headers: ['Content-Type', 'text/plain', 'ETag', '"1"'],
    requestedAt: 1_000,
    receivedAt: 2_000,
    coded: false,
    length: body.length,
    digest: bodyDigest(body),
    ...more,
  }
}

/** What every store must do. @param most bytes that it keeps by default */
export function cacheStoreContract(name: string, open: OpenStore, most: number): void {
  const use = (run: (store: CacheStore, clock: ManualClock) => void | Promise<void>, maxBytes?: number) => async () => {
    const clock = manualClock()
    using store = open({ clock, ...(maxBytes === undefined ? {} : { maxBytes }) })
    await run(store, clock)
  }
  const put = (store: CacheStore, url: string, text: string, more: Partial<StoredAnswer> = {}) => {
    const answer = answerFor(url, bytes(text), more)
    store.put(answer, bytes(text))
    return answer
  }
  const text = (store: CacheStore, answer: StoredAnswer) => {
    const body = store.read(answer)
    return body === undefined ? undefined : Buffer.from(body).toString()
  }

  test(
    `${name}: what was put is found and read, the last put first; an empty body is a body`,
    use(store => {
      assert.deepEqual(store.find('http://a/'), [])
      const one = put(store, 'http://a/', 'one')
      const two = put(store, 'http://a/', '', { variant: 'w', headers: ['X', 'é'], version: '1.1', peer: '127.0.0.1', coded: true })
      assert.deepEqual(store.find('http://a/'), [two, one])
      assert.equal(text(store, one), 'one')
      assert.equal(text(store, two), '')
      assert.deepEqual(store.find('http://a/?'), [])
    }),
  )

  test(
    `${name}: one URL and variant is one answer; the body of another one is not given out`,
    use(store => {
      const older = put(store, 'http://a/', 'older')
      const newer = put(store, 'http://a/', 'newer')
      assert.deepEqual(store.find('http://a/'), [newer])
      assert.equal(text(store, older), undefined)
      assert.equal(text(store, newer), 'newer')
    }),
  )

  test(
    `${name}: put without a body changes the header alone, and only of the same body`,
    use(store => {
      const answer = put(store, 'http://a/', 'body')
      const updated = { ...answer, headers: ['ETag', '"2"'], receivedAt: 9_000 }
      store.put(updated)
      assert.deepEqual(store.find('http://a/'), [updated])
      assert.equal(text(store, updated), 'body')
      store.put({ ...answer, digest: bodyDigest(bytes('other')) })
      store.put({ ...answer, url: 'http://b/' })
      assert.deepEqual([...store.list()], [updated])
    }),
  )

  test(
    `${name}: a store owns its bytes`,
    use(store => {
      for (const body of [bytes('body'), Buffer.from('body')]) {
        const answer = answerFor('http://a/', body)
        store.put(answer, body)
        body.fill(0)
        store.read(answer)!.fill(1)
        assert.equal(text(store, answer), 'body')
      }
    }),
  )

  test(
    `${name}: one variant or all are removed; names of Object.prototype are names`,
    use(store => {
      const kept = put(store, '__proto__', 'p', { variant: 'constructor' })
      put(store, '__proto__', 'q')
      put(store, 'http://a/', 'a')
      put(store, 'http://a/', 'b', { variant: 'w' })
      store.remove('__proto__', 'v')
      store.remove('http://a/')
      store.remove('http://never/', 'x')
      assert.deepEqual([...store.list()], [kept])
    }),
  )

  const room = answerSize(answerFor('http://a/0', bytes('x'.repeat(1_000))))
  test(
    `${name}: no more than its bytes, the least lately used goes first, what is too long is not kept`,
    use(async (store, clock) => {
      const answers: StoredAnswer[] = []
      for (let at = 0; at < 4; at++) {
        answers.push(put(store, `http://a/${at}`, 'x'.repeat(1_000)))
        await clock.advance(120_000)
      }
      assert.deepEqual([...store.list()], answers.toReversed())
      store.read(answers[0]!)
      await clock.advance(120_000)
      const fifth = put(store, 'http://a/5', 'y'.repeat(1_000))
      assert.deepEqual([...store.list()], [fifth, answers[0], answers[3], answers[2]])
      put(store, 'http://a/6', 'z'.repeat(room * 5))
      assert.equal([...store.list()].length, 4)
      put(store, 'http://a/5', 'z'.repeat(room * 5))
      assert.deepEqual(store.find('http://a/5'), [], 'the one that it takes the place of goes nevertheless')
      store.put({ ...answers[0]!, headers: ['X', 'x'.repeat(room * 2)] })
      assert.equal([...store.list()].reduce((sum, answer) => sum + answerSize(answer), 0) <= room * 4, true)
    }, room * 4),
  )

  test(
    `${name}: by default no more than its limit`,
    use(store => {
      const sized = (url: string, size: number) => put(store, url, '', { length: size - answerSize(answerFor(url, bytes(''))) })
      const halves = [sized('http://a/1', most / 2), sized('http://a/2', most / 2)]
      assert.deepEqual([...store.list()], halves.toReversed())
      const third = put(store, 'http://a/3', '')
      assert.deepEqual([...store.list()], [third, halves[1]])
      const whole = sized('http://a/4', most)
      sized('http://a/5', most + 1)
      assert.deepEqual([...store.list()], [whole])
    }),
  )

  test(
    `${name}: variants of one URL are limited`,
    use(store => {
      for (let at = 0; at <= limits.cacheVariants; at++) put(store, 'http://a/', String(at), { variant: `v${at}` })
      const variants = store.find('http://a/').map(({ variant }) => variant)
      assert.equal(variants.length, limits.cacheVariants)
      assert.equal(variants[0], `v${limits.cacheVariants}`)
      assert.ok(!variants.includes('v0'))
    }),
  )
}
