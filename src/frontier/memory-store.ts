import type { FrontierStore } from './frontier-store.ts'
import { LinkCounts } from './link-counts.ts'
import { OutputFiles } from './output-files.ts'

/**
 * Nothing that outlives the process: the frontier holds every waiting link, this only URLs and in-links for `topLinked`. Outputs are
 * appended to their files.
 */
export function createMemoryStore(): FrontierStore {
  const files = new OutputFiles('.')
  const urls: string[] = ['']
  const counts = new LinkCounts()
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
      for (const { id, link } of batch.links) urls[id] = link.url
      for (const { linksTo, outputs } of batch.settled) {
        for (const output of outputs ?? []) files.append(output.file, output.text)
        if (linksTo !== undefined) counts.add(linksTo)
      }
      files.write(false)
      files.commit()
    },
    read: () => [],
    topLinked: most => counts.top(most).map(({ id, count }) => ({ url: urls[id]!, count })),
    close: () => files.close(),
  }
}
