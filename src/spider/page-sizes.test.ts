import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { rawServer } from '../http/raw-server.test-helper.ts'
import { Spider } from './spider.ts'

const padding = '<!-- so that it is longer than a page may be -->'.repeat(100)
const sitemap = (site: string, name: string) => `<urlset><url><loc>${site}/${name}</loc></url>${padding}</urlset>`

test('a page above its limit fails; sitemaps have their own limit, and one that is cut short in its gzip is read as far as it goes', async () => {
  await using server = await rawServer((socket, _, request) => {
    const { site } = server
    const path = /^GET (\S+)/.exec(request)![1]!
    const cut = gzipSync(`${sitemap(site, 'from-gzip')}${Math.random()}`).subarray(0, -9)
    const answers: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
      '/robots.txt': ['text/plain', `Sitemap: ${site}/long.xml\nSitemap: ${site}/cut.xml.gz\n`],
      '/': ['text/html', '<a href=/long>long</a> <a href=/packed>packed</a>'],
      '/long.xml': ['application/xml', sitemap(site, 'from-sitemap')],
      '/cut.xml.gz': ['application/gzip', cut],
      '/long': ['text/html', padding],
      '/packed': ['text/html', gzipSync(padding)],
    }
    const [type, body] = answers[path] ?? ['text/html', 'a page']
    const coding = path === '/packed' ? 'Content-Encoding: gzip\r\n' : ''
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${coding}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`)
    socket.write(body)
  })
  const spider = new Spider([server.url.replace('/page', '/')], { pageBytes: 1000, delayMs: 0, identity: { contact: 'test@example.org' } })
  const ends: string[] = []
  spider.on('settled', ({ link, outcome, reason }) => ends.push(`${new URL(link.url).pathname} ${reason ?? outcome}`))
  await spider.run()
  assert.deepEqual(ends.sort(), [
    '/ done',
    '/cut.xml.gz done',
    '/from-gzip done',
    '/from-sitemap done',
    '/long body-too-large',
    '/long.xml done',
    '/packed body-too-large',
  ])
})
