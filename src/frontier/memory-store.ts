import type { FrontierStore } from './frontier-store.ts'
import { OutputFiles } from './output-files.ts'

/**
 * Nothing that outlives the process: the frontier holds every waiting link, this only URLs and in-links for `topLinked`. Outputs are
 * appended to their files.
 */
export function createMemoryStore(): FrontierStore {
  const files = new OutputFiles('.', [])
  const urls: string[] = ['']
  const inLinks: number[] = [0]
  return {
    keepsNothing: true,
    load: () => ({
      seed: crypto.getRandomValues(new Uint32Array(1))[0]!,
      sites: [],
      links: 0,
      refused: new Map(),
      unclean: false,
      astray: new Map(),
      round: 1,
      blocks: () => [],
    }),
    write(batch) {
      for (const { id, link } of batch.links) {
        urls[id] = link.url
        inLinks[id] = 0
      }
      for (const { linksTo, outputs } of batch.settled) {
        for (const output of outputs ?? []) files.append(output.file, output.text)
        for (const id of linksTo === undefined ? [] : (JSON.parse(linksTo) as number[])) inLinks[id]!++
      }
      files.write(false)
      files.commit()
    },
    read: () => [],
    topLinked: count =>
      inLinks
        .map((links, id) => ({ url: urls[id]!, count: links }))
        .filter(({ count }) => count > 0)
        .sort((one, other) => other.count - one.count)
        .slice(0, count),
    close: () => files.close(),
  }
}
