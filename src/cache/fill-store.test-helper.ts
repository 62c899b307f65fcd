/**
 * Puts numbered answers into a disk store for ever, and says each number when it is kept: `node fill-store.test-helper.ts FOLDER FIRST`.
 */
import { seededRandom } from '../base/random.ts'
import { answerFor } from './cache-store-contract.ts'
import { diskCacheStore } from './disk-store.ts'

/** The body that belongs to a number. */
export function bodyOf(number: number): Uint8Array {
  const random = seededRandom(number)
  return Uint8Array.from({ length: Math.floor(random() * 30_000) }, () => random() * 256)
}

export const urlOf = (number: number) => `http://a.example/${number % 50}`

if (import.meta.main) {
  const [folder, first] = process.argv.slice(2)
  using store = diskCacheStore(folder!, { maxBytes: 400_000 })
  for (let number = Number(first); ; number++) {
    const body = bodyOf(number)
    store.put(answerFor(urlOf(number), body, { reason: String(number) }), body)
    await new Promise<void>(done => process.stdout.write(`${number}\n`, () => done()))
  }
}
