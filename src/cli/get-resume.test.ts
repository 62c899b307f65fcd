import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

const size = 3_000_000
const versionOf = (seed: number): Buffer => Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8) * seed) & 0xff))

/** A file server that cuts a body after so many bytes, or stops there. */
async function openCutter() {
  const state = { body: versionOf(1), etag: '"v1"' as string | undefined, sends: Infinity, after: 'cut' as 'cut' | 'silence' }
  const asked: { range: string | undefined; ifRange: string | undefined }[] = []
  const server = createServer((request, response) => {
    const { range, 'if-range': ifRange } = request.headers
    asked.push({ range, ifRange: typeof ifRange === 'string' ? ifRange : undefined })
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? Number.NaN)
    const isPart = Number.isSafeInteger(from) && (ifRange === undefined || ifRange === state.etag)
    const rest = isPart ? state.body.subarray(from) : state.body
    response.writeHead(isPart ? 206 : 200, {
      'content-length': rest.length,
      ...(state.etag === undefined ? {} : { etag: state.etag }),
      ...(isPart ? { 'content-range': `bytes ${from}-${size - 1}/${size}` } : {}),
    })
    response.on('error', () => {})
    if (state.sends >= rest.length) return void response.end(rest)
    response.write(rest.subarray(0, state.sends), () => void (state.after === 'cut' && response.socket?.destroy()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`,
    state,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('-C - after a cut transfer: the rest alone is asked for, and the file is the server’s byte for byte', async () => {
  await using cutter = await openCutter()
  using folder = temporaryFolder()
  const file = folder.at('file.bin')
  cutter.state.sends = 1_000_000
  const cut = await runCli(['get', '-o', file, cutter.url])
  assert.equal(cut.code, 7)
  assert.match(cut.stderr, /^orbweaver: [^\n]*in the middle of the body; try again\. \[body-truncated\]\n$/)
  assert.ok(!existsSync(file), 'half a file never has the name of the whole')
  cutter.state.sends = Infinity
  const rest = await runCli(['get', '-C', '-', '-o', file, '-w', '%{http_code} %{size_download}', cutter.url])
  assert.deepEqual([rest.code, rest.stderr], [0, ''])
  assert.ok(readFileSync(file).equals(cutter.state.body))
  const { range, ifRange } = cutter.asked.at(-1)!
  assert.equal(ifRange, '"v1"')
  const from = Number(/^bytes=(\d+)-$/.exec(range!)![1])
  assert.ok(from > 0 && from <= 1_000_000)
  assert.equal(rest.stdout, `206 ${size - from}`)
  const again = await runCli(['get', '-C', '-', '-o', file, cutter.url])
  assert.equal(again.code, 0)
  assert.ok(readFileSync(file).equals(cutter.state.body), 'nothing was missing')
})

test('-C - when the ETag changed in between: begun again, never mixed', async () => {
  await using cutter = await openCutter()
  using folder = temporaryFolder()
  const file = folder.at('file.bin')
  cutter.state.sends = 1_000_000
  await runCli(['get', '-o', file, cutter.url])
  Object.assign(cutter.state, { body: versionOf(2), etag: '"v2"', sends: Infinity })
  const { code } = await runCli(['get', '-C', '-', '-o', file, cutter.url])
  assert.equal(code, 0)
  assert.ok(readFileSync(file).equals(versionOf(2)))
})

test('-C - after kill -9 in the middle; and on the half of a file that another program left', async () => {
  await using cutter = await openCutter()
  using folder = temporaryFolder()
  const file = folder.at('file.bin')
  Object.assign(cutter.state, { sends: 2_000_000, after: 'silence' })
  const child = startCli(['get', '-o', file, cutter.url])
  const part = `${file}.part`
  while (!existsSync(part) || statSync(part).size < 1_000_000) await new Promise(resolve => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  await once(child, 'close')
  cutter.state.sends = Infinity
  const others = folder.at('others.bin')
  writeFileSync(others, cutter.state.body.subarray(0, 1_234_567))
  const [killed, taken] = await Promise.all([
    runCli(['get', '-C', '-', '-o', file, cutter.url]),
    runCli(['get', '-C', '-', '-o', others, cutter.url]),
  ])
  assert.deepEqual([killed.code, taken.code], [0, 0])
  assert.ok(readFileSync(file).equals(cutter.state.body))
  assert.ok(readFileSync(others).equals(cutter.state.body))
})

test('--retry goes on where the transfer was cut; a place by number is refused for a file', async () => {
  await using cutter = await openCutter()
  using folder = temporaryFolder()
  const file = folder.at('file.bin')
  cutter.state.sends = 1_600_000
  const { code, stderr } = await runCli(['get', '--retry', '2', '--retry-delay', '0.01', '-o', file, cutter.url])
  assert.equal(code, 0, stderr)
  assert.match(stderr, /in the middle of the body; try again\. Asking again in 0\.01 s\./)
  assert.ok(readFileSync(file).equals(cutter.state.body))
  assert.ok(cutter.asked.length > 1 && cutter.asked.at(-1)!.range !== undefined)
  const refused = await runCli(['get', '-C', '1000', '-o', file, cutter.url])
  assert.deepEqual([refused.code, /could mix two versions\. Give -C -/.test(refused.stderr)], [2, true])
})
