/** P27, P28: the same by a parser: single quotes, no quotes and upper case are no matter. Run: node examples/seeds/p07-parser-links.ts [URL] */
import { createInterface } from 'node:readline/promises'
import { fetchPage } from '../../src/index.ts'

const url = process.argv[2] ?? (await ask('Enter - '))

const page = await fetchPage(url)
for (const link of page.links({ nofollow: true })) console.log(link.url)

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
