import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Soup } from './index.ts'
import { parseSoup } from './index.ts'

/** Each step on pages of a size and of twice the size: none overflows, and none takes time squared. */

const shapes: readonly (readonly [oddity: string, size: number, make: (size: number) => string])[] = [
  ['nested blocks', 50_000, size => `${'<div>'.repeat(size)}x`],
  ['nested formatting with text', 50_000, size => '<b>x'.repeat(size)],
  ['nested fieldsets and forms', 40_000, size => '<fieldset disabled><legend><input type=radio name=a><bdi>'.repeat(size / 4)],
  ['what closes after its child', 30_000, size => `${'<div>'.repeat(size)}${'<i></i></div><b></b>'.repeat(size)}`],
  ['siblings', 100_000, size => '<i></i>'.repeat(size)],
]

const steps: readonly (readonly [name: string, step: (soup: Soup) => unknown])[] = [
  ['walk', soup => soup.descendants.forEach(() => {})],
  ['texts', soup => [soup.getText({ strip: true }), soup.string, soup.prettify(), soup.toString()]],
  ['copy', soup => soup.clone().equals(soup)],
  ['find', soup => [soup.findAll('div', { string: 'x' }), soup.findAll({ id: 'x' })]],
  ['insert', soup => Array.from({ length: 2000 }, () => soup.insert(0, 'x'))],
  ...[
    'div div, div > div, i ~ i, :nth-child(2), :only-of-type',
    ':has(x), :not(:has(b)), :has(~ b), :has(:has(:has(b)))',
    ':-soup-contains(x), :lang(de), :dir(rtl)',
    ':disabled, :default, :indeterminate',
  ].map((selector): [string, (soup: Soup) => unknown] => [selector, soup => soup.select(selector)]),
  ['decompose', soup => soup.body?.decompose()],
]

function cpuMs(soup: Soup, step: (soup: Soup) => unknown): number {
  const before = process.cpuUsage()
  step(soup)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The steps that took more than three times as long for twice the size: squared it would be four times, of seconds. */
function steepSteps(size: number, make: (size: number) => string): string[] {
  const [small, large] = [parseSoup(make(size)), parseSoup(make(2 * size))]
  return steps.flatMap(([name, step]) => {
    const [one, two] = [cpuMs(small, step), cpuMs(large, step)]
    return two < Math.max(500, 3 * one) ? [] : [`${name}: ${one} ms, then ${two} ms`]
  })
}

for (const [oddity, size, make] of shapes) {
  test(`${size} and ${2 * size} ${oddity}`, () => {
    let steep = steepSteps(size, make)
    // The collector of a busy machine falls into one step of one run; what is squared is steep every time.
    for (let again = 0; again < 2 && steep.length > 0; again++) steep = steepSteps(size, make)
    assert.deepEqual(steep, [])
  })
}
