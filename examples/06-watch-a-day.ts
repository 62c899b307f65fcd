/** A day at the practice town's webcam in seconds: what each way to watch it costs. Run: node examples/06-watch-a-day.ts [hours] */
import type { WatchOptions } from '../src/index.ts'
import { watch } from '../src/index.ts'
import { manualClock, openTown } from '../src/testing/index.ts'

const hours = Number(process.argv[2] ?? 24)
const minute = 60_000

const ways: Readonly<Record<string, WatchOptions>> = {
  'every 5 minutes': { everyMs: 5 * minute },
  'the same, HEAD first': { everyMs: 5 * minute, how: 'head' },
  'the same, always GET': { everyMs: 5 * minute, how: 'get' },
  'adaptive, up to 10 minutes': { maxMs: 10 * minute },
  'adaptive, by max-age': {},
}

/** The watch and the town share one clock. It is turned only while the watch waits, so real sockets have all the time they need. */
async function day(options: WatchOptions) {
  const clock = manualClock(Date.UTC(2026, 0, 1, 0, 3))
  await using town = await openTown({ clock })
  await using run = watch(town.url('airport', '/airport/airport_00329.jpg'), { ...options, clock, forMs: hours * 60 * minute })
  for await (const event of run) {
    if (event.kind === 'waiting') setImmediate(() => void clock.advance(event.ms))
  }
  return run.report()
}

const cell = (value: string | number) => value.toLocaleString('en-US').padStart(12)

console.log(`${hours} hours; a new picture of 32,059 bytes every ten minutes\n`)
console.log(`${' '.repeat(28)}${['checks', 'requests', 'downloads', 'changes', 'bytes', 'saved'].map(cell).join('')}`)
for (const [name, options] of Object.entries(ways)) {
  const { checks, requests, downloads, changes, bytes, saved } = await day(options)
  console.log(`${name.padEnd(28)}${[checks, requests, downloads, changes, bytes, `${saved.percent.toFixed(1)} %`].map(cell).join('')}`)
}
