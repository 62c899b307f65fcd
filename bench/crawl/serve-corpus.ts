import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ca, good, key } from '../../src/testing/certificates.ts'
import type { Nginx } from '../../test/support/nginx.ts'
import { startNginx } from '../../test/support/nginx.ts'
import type { Roots } from './corpora.ts'

export type ServeOptions = { readonly tls: boolean; readonly gzip: boolean; readonly lateMs: number; readonly work: string }

export type ServedCorpus = Pick<Nginx, 'origin' | 'log'> & AsyncDisposable & { readonly ca: string | undefined }

/** nginx over a corpus; its log is the judge also where a proxy before it holds every answer back. */
export async function serveCorpus(roots: Roots, { tls, gzip, lateMs, work }: ServeOptions): Promise<ServedCorpus> {
  const caFile = join(work, 'ca.pem')
  if (tls) writeFileSync(caFile, ca)
  await using started = new AsyncDisposableStack()
  const nginx = started.use(await startNginx(roots, { gzip, ...(tls ? { tls: { cert: good, key } } : {}) }))
  const url = new URL(nginx.origin)
  if (lateMs > 0) {
    const proxy = [resolve(import.meta.dirname, 'latency-proxy.ts'), url.port, String(lateMs)]
    const child = spawn(process.execPath, proxy, { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    started.defer(async () => {
      child.stdin.end()
      await ended
    })
    url.port = String((await once(child.stdout, 'data'))[0]).trim()
  }
  const kept = started.move()
  return { origin: url.origin, ca: tls ? caFile : undefined, log: nginx.log, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
