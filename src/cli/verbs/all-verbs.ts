import type { Command } from 'commander'

/** Adds one verb and its options to the program. */
export type Describe = (program: Command) => void

/** Every verb in the order of the help. Only the one that is called is loaded. */
export const verbs: ReadonlyMap<string, () => Promise<Describe>> = new Map<string, () => Promise<Describe>>([
  ['crawl', async () => (await import('./crawl.ts')).describeCrawl],
  ['resume', async () => (await import('./resume.ts')).describeResume],
  ['robots', async () => (await import('./robots.ts')).describeRobots],
  ['get', async () => (await import('./get.ts')).describeGet],
  ['links', async () => (await import('./links.ts')).describeLinks],
  ['soup', async () => (await import('./soup.ts')).describeSoup],
  ['head', async () => (await import('./head.ts')).describeHead],
  ['words', async () => (await import('./words.ts')).describeWords],
  ['count', async () => (await import('./count.ts')).describeCount],
  ['picture', async () => (await import('./picture.ts')).describePicture],
  ['resolve', async () => (await import('./resolve.ts')).describeResolve],
  ['explain', async () => (await import('./explain.ts')).describeExplain],
  ['watch', async () => (await import('./watch.ts')).describeWatch],
  ['listen', async () => (await import('./listen.ts')).describeListen],
  ['talk', async () => (await import('./talk.ts')).describeTalk],
  ['wire', async () => (await import('./wire.ts')).describeWire],
  ['cache', async () => (await import('./cache.ts')).describeCache],
  ['practice', async () => (await import('./practice.ts')).describePractice],
])
