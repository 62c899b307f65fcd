import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { bundleSoup } from '../scripts/bundle-soup.ts'
import * as soup from '../src/soup/index.ts'
import { soupTour } from './support/soup-tour.ts'

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].map(inPath).find(path => path !== undefined)
const missing = chromium === undefined && 'NOT RUN IN A BROWSER: there is no chromium; install the package chromium'

test('the soup in one file: a browser finds what Node finds (P31)', { skip: missing }, async () => {
  const tour = `import * as soup from '/soup.browser.js'
let said
try { said = JSON.stringify((${soupTour})(soup)) } catch (error) { said = error.stack }
document.body.textContent = said`
  const files = new Map([
    ['/', { type: 'text/html', body: '<!DOCTYPE html><meta charset=utf-8><body><script type=module src=/tour.js></script>' }],
    ['/tour.js', { type: 'text/javascript', body: tour }],
    ['/soup.browser.js', { type: 'text/javascript', body: await bundleSoup() }],
  ])
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const profile = mkdtempSync(join(tmpdir(), 'orbweaver-chromium-'))
  try {
    const dom = await domOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, profile)
    const found: unknown = JSON.parse(soup.parseSoup(dom).body?.text ?? '')
    assert.deepEqual(found, JSON.parse(JSON.stringify(soupTour(soup))))
  } finally {
    server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** The tree of a page once its scripts have run, as markup; nothing but loopback is reached. */
function domOf(url: string, profile: string): Promise<string> {
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
  ]
  const alone = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', `--user-data-dir=${profile}`]
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...quiet, ...alone, '--dump-dom', url]
  return new Promise((resolve, reject) => {
    execFile(chromium!, args, { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    )
  })
}

function inPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
