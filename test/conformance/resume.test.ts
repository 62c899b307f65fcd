/** own/resume.json: each case by its id against the street `resume` of the practice town, and its action by the pure function alone. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { temporaryFolder } from '../../src/cli/run-cli.test-helper.ts'
import { download, resumeAction } from '../../src/download/index.ts'
import { manualClock, openTown } from '../../src/testing/index.ts'
import { casesMissing, readCases } from './cases.ts'

type Case = { id: string; have_bytes: number; have_etag: string; response: string; action: string }

const cases = readCases<Case>('own/resume.json')
const town = await openTown()
after(() => town.close())

const bytesOf = async (path: string) => Buffer.from(await (await fetch(town.url('resume', path))).arrayBuffer())

/** What the end is, by the action of the case: the server's file, or an error and the old part as it was. */
const ends: ReadonlyMap<string, 'whole' | 'left'> = new Map([
  ...[
    'append',
    'append-if-If-Range-was-sent',
    'append-then-ask-for-150',
    'overwrite-from-0',
    'restart',
    'fail-or-restart',
    'retry',
    'complete',
  ].map(action => [action, 'whole'] as const),
  ['fail', 'left'],
])

test('resume: there are cases', { skip: casesMissing }, () => assert.equal(cases.length, 25))

for (const { id, have_bytes: have, have_etag: etag, action, response } of cases) {
  test(`${id}: ${response}`, async () => {
    using folder = temporaryFolder()
    const file = folder.at('file')
    const url = town.url('resume', `/resume/${id.slice(-2)}`)
    const old = (await bytesOf('/v1')).subarray(0, have)
    writeFileSync(`${file}.part`, old)
    writeFileSync(`${file}.part.json`, JSON.stringify({ url, synced: have, etag, ifRange: etag }))
    const clock = manualClock()
    const onRetry = ({ waitMs }: { waitMs: number }) => void setImmediate(() => clock.advance(waitMs))
    town.clearLog()
    const end = ends.get(action)
    const result = download(url, file, { clock, onRetry })
    if (end === 'left') {
      await assert.rejects(result, { code: 'protocol' })
      assert.ok(!existsSync(file))
      assert.deepEqual(readFileSync(`${file}.part`), old)
    } else {
      assert.equal(end, 'whole', `the action ${action} is not known here`)
      const { retries, resumedFrom } = await result
      const [first, ...more] = requests()
      assert.equal(first, `bytes=${have}- ${etag}`)
      assert.deepEqual(readFileSync(file), await bytesOf(`/resume/${id.slice(-2)}`))
      assert.deepEqual(readdirSync(folder.path), ['file'])
      assert.equal(retries, action === 'retry' ? 1 : 0)
      if (/^(?:append|complete|retry)/.test(action)) assert.ok(resumedFrom === have && !more.includes('none'), `${more}`)
    }
  })
}

/** Range and If-Range of each request. */
function requests(): string[] {
  return town.log.map(({ headers }) => {
    const value = (name: string) => headers[headers.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name) + 1]
    const hasRange = headers.some((text, at) => at % 2 === 0 && text.toLowerCase() === 'range')
    return hasRange ? `${value('range')} ${value('if-range')}` : 'none'
  })
}

test('the action by the answer alone', { skip: casesMissing }, () => {
  for (const { id, have_bytes: bytes, have_etag: etag, response, action } of cases) {
    // What is no matter of the header: a body that ends early or late.
    if (/shorter than its Content-Length|longer than its range/.test(response)) continue
    const status = Number(response.slice(0, 3))
    const range = /Content-Range: (\S+ \S+)/.exec(response)?.[1] ?? (/right range/.test(response) ? 'bytes 100-199/200' : undefined)
    const tag = /ETag: (\S+)/.exec(response)?.[1]
    const headers = [
      ...(range === undefined ? [] : ['Content-Range', range]),
      ...(tag === undefined ? [] : ['ETag', tag]),
      ...(/Content-Encoding: gzip/.test(response) ? ['Content-Encoding', 'gzip'] : []),
      ...(/multipart\/byteranges/.test(response) ? ['Content-Type', 'multipart/byteranges; boundary=x'] : []),
    ]
    const { do: done } = resumeAction({ bytes, from: bytes, version: { etag, ifRange: etag } }, { status, headers })
    const expected = status === 200 ? ['overwrite'] : action.split(/-(?:or|if|then|from)-/)
    assert.ok(expected.includes(done), `${id}: ${done}, not ${action}`)
  }
})
