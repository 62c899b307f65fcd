import { join } from 'node:path'
import { getColly, getNodePeers, getScrapy, getSpider, peersFolder } from '../get-peers.ts'
import type { Contestant } from './contestants.ts'

/** `get` throws where it is not to be had; `needs` says what that takes. */
type Peer = { readonly name: string; readonly needs: string; get(): Contestant['command'] }

/** The crawlers of others with the same job, 16 requests at once, no delay, robots.txt on; those wanted are got first where they are not there. */
export function peerContestants(handler: boolean, isWanted: (name: string) => boolean): Contestant[] {
  const wanted = peers(handler).filter(({ name }) => isWanted(name))
  return wanted.map(({ name, needs, get }) => {
    try {
      return { name, side: 'peer', command: get() }
    } catch (error) {
      const why = (error as Error).message.trim().replace(/\s+/g, ' ').slice(0, 300)
      return { name, side: 'peer', missing: `${why}; it needs ${needs}`, command: () => [] }
    }
  })
}

function peers(handler: boolean): Peer[] {
  const tree = handler ? ['tree'] : []
  const crawlee: Peer = {
    name: 'Crawlee',
    needs: 'npm ci --prefix bench/peers',
    get() {
      getNodePeers()
      return (start, out) => [process.execPath, join(peersFolder, 'crawlee-docs.js'), start, out, ...tree]
    },
  }
  const scrapy: Peer = {
    name: 'Scrapy',
    needs: 'Python with venv (Debian: python3-venv) and PyPI',
    get() {
      const python = getScrapy()
      const spider = [python, '-m', 'scrapy', 'runspider', join(peersFolder, 'scrapy_docs.py'), ...(handler ? ['-a', 'tree=1'] : [])]
      return (start, out) => [...spider, '-a', `start=${start}`, '-o', join(out, 'items.jsonl')]
    },
  }
  const colly: Peer = {
    name: 'Colly',
    needs: 'Go 1.24 and its module proxy',
    get() {
      const program = getColly()
      return (start, out) => [program, start, out, ...tree]
    },
  }
  const spider: Peer = {
    name: 'spider-rs',
    needs: 'cargo, crates.io and OpenSSL (Debian: libssl-dev pkg-config)',
    get() {
      const program = getSpider()
      return (start, out) => [program, start, out]
    },
  }
  // spider-rs hands out pages as they came: it has no tree to search.
  return handler ? [crawlee, scrapy, colly] : [crawlee, scrapy, colly, spider]
}
