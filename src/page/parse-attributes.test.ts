import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRefresh } from './parse-refresh.ts'
import { parseSrcset } from './parse-srcset.ts'

test('refresh targets, in every form of quotes', () => {
  const targets: [content: string, target: string | undefined][] = [
    ['5; url=x', 'x'],
    ['5;URL = "x y" rest', 'x y'],
    ["0,url='x", 'x'],
    ['5; x', 'x'],
    [' .5 url=x ', 'x'],
    ['1.5; url=', undefined],
    ['5', undefined],
    ['5;', undefined],
    ['url=x', undefined],
    ['5x', undefined],
    ['', undefined],
  ]
  for (const [content, target] of targets) assert.equal(parseRefresh(content), target, content)
})

test('srcset candidates', () => {
  const sets: [srcset: string, urls: string[]][] = [
    ['a 1x, b 2x', ['a', 'b']],
    ['a,b', ['a,b']],
    ['a, b', ['a', 'b']],
    [' ,a 100w,b', ['a', 'b']],
    ['a x(1,2), b', ['a', 'b']],
    ['data:image/png;base64,x 1x, b', ['data:image/png;base64,x', 'b']],
    [',', []],
    ['', []],
  ]
  for (const [srcset, urls] of sets) assert.deepEqual(parseSrcset(srcset), urls, srcset)
})
