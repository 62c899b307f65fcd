/**
 * P24, P25, P26: links by a regular expression. The question mark makes `.+?` take the smallest string; `--greedy` leaves it away, and two
 * links on one line become one. Run: node examples/seeds/p06-regex-links.ts [URL] [--greedy]
 */
import { createInterface } from 'node:readline/promises'
import { fetchPage } from '../../src/index.ts'

const [given] = process.argv.slice(2).filter(argument => argument !== '--greedy')
const url = given ?? (await ask('Enter - '))
const pattern = process.argv.includes('--greedy') ? /href="(http:\/\/.+)"/g : /href="(http:\/\/.+?)"/g

const { html } = await fetchPage(url)
for (const [, link] of html.matchAll(pattern)) console.log(link)

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
