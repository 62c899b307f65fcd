/**
 * P33, P34: the same in blocks of 100,000: a file of any size, in memory of one size. Run: node examples/seeds/p10-block-copy.ts [URL]
 * [FILE]
 */
import { open } from 'node:fs/promises'
import { openUrl } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/cover.jpg', name = 'cover.jpg'] = process.argv.slice(2)
const block = Buffer.alloc(100_000)
let filled = 0
let size = 0

await using file = await open(name, 'w')
for await (const piece of openUrl(url).bytes()) {
  // Pieces are as long as the network made them; blocks are as long as we want them.
  for (let at = 0; at < piece.length; ) {
    const part = piece.subarray(at, at + block.length - filled)
    block.set(part, filled)
    filled += part.length
    at += part.length
    if (filled === block.length) await writeBlock()
  }
}
await writeBlock()
console.log(`${size} characters copied.`)

async function writeBlock(): Promise<void> {
  await file.writeFile(block.subarray(0, filled))
  size += filled
  filled = 0
}
