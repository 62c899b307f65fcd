import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HeaderList } from '../exchange/header-list.ts'
import { headerValue } from '../exchange/header-list.ts'
import type { Order } from '../exchange/order.ts'
import { parseRange } from '../headers/index.ts'
import type { Said } from './scripted-server.test-helper.ts'
import { gathering, openScene, pageUrl, textOf } from './scripted-server.test-helper.ts'

const bodyOf = (version: number) => String(version % 10).repeat(20 + (version % 3))
const tagOf = (version: number) => `"v${version}"`

/** A server that does everything right: conditions before ranges, 206 for one range that it has. */
function answerOf(version: number, control: string, { headers, method }: Order): Said {
  const fields = ['ETag', tagOf(version), 'Cache-Control', control]
  if (method === 'POST') return { status: 204, headers: fields }
  if (headerValue(headers, 'if-none-match') === tagOf(version)) return { status: 304, headers: fields }
  const body = bodyOf(version)
  const [range] = parseRange(headerValue(headers, 'range') ?? '') ?? []
  if (range === undefined || 'suffix' in range || range.last === undefined || range.first >= body.length) {
    return { headers: [...fields, 'Content-Length', String(body.length)], body }
  }
  const last = Math.min(range.last, body.length - 1)
  const part = ['Content-Range', `bytes ${range.first}-${last}/${body.length}`]
  return { status: 206, headers: [...fields, ...part], body: body.slice(range.first, last + 1) }
}

type Step =
  | { readonly do: 'get' | 'sink' | 'head' | 'post' | 'change' | 'fail' }
  | { readonly do: 'range'; readonly first: number; readonly length: number }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'with' | 'serve'; readonly control: string }

const controls = ['max-age=10', 'max-age=10, stale-if-error=30', 'no-cache', 'no-store', 'max-age=10, must-revalidate', 'max-age=x']
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.constantFrom<Step>({ do: 'get' }, { do: 'sink' }, { do: 'head' }, { do: 'post' }, { do: 'change' }, { do: 'fail' }),
    fc.record({ do: fc.constant('range' as const), first: fc.nat(25), length: fc.integer({ min: 1, max: 25 }) }),
    fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ do: fc.constant('serve' as const), control: fc.constantFrom(...controls) }),
    fc.record({ do: fc.constant('with' as const), control: fc.constantFrom('no-cache', 'max-age=3', 'max-stale=5', 'no-store') }),
  ),
  { maxLength: 40 },
)

async function play(list: readonly Step[]): Promise<void> {
  const scene = openScene()
  let version = 1
  let control = controls[0]!
  let fails = false
  scene.say(order => (fails ? { status: 503, headers: ['Cache-Control', 'no-store'] } : answerOf(version, control, order)))
  for (const step of list) {
    if (step.do === 'change') version++
    else if (step.do === 'fail') fails = !fails
    else if (step.do === 'serve') control = step.control
    else if (step.do === 'pass') await scene.pass(step.seconds)
    else if (step.do === 'post') await scene.get([], { method: 'POST' })
    else {
      const range: HeaderList = step.do === 'range' ? ['Range', `bytes=${step.first}-${step.first + step.length - 1}`] : []
      const { got, into } = gathering()
      const more = step.do === 'sink' ? { into } : step.do === 'head' ? { method: 'HEAD' } : {}
      const answer = await scene.get([...range, ...(step.do === 'with' ? ['Cache-Control', step.control] : [])], { url: pageUrl, ...more })
      if (answer.status === 503) continue
      const tag = headerValue(answer.headers, 'etag') ?? ''
      const whole = bodyOf(Number(/\d+/.exec(tag)?.[0]))
      const body = step.do === 'sink' ? got.text : textOf(answer)
      if (answer.status === 206 && step.do === 'range') assert.equal(body, whole.slice(step.first, step.first + step.length))
      else assert.equal(body, step.do === 'head' ? '' : whole)
      if (answer.stored === undefined || answer.stored === 'revalidated') assert.equal(tag, tagOf(version))
      else assert.doesNotMatch(headerValue(answer.headers, 'cache-control') ?? '', /no-cache|no-store/)
    }
  }
}

test('whatever is asked in whatever order: the body is that of its ETag, and what comes from the server is of today', async () => {
  await fc.assert(fc.asyncProperty(steps, play), { seed: 51, numRuns: 1000 })
})
