/**
 * P27, P28: the same by a parser: single quotes, no quotes and upper case are no matter. An anchor without a href gives None.
 * Run: node examples/seeds/p07-parser-links.ts [URL]
 */
import { createInterface } from 'node:readline/promises'
import { fetchPage, parseSoup } from '../../src/index.ts'

const url = process.argv[2] ?? (await ask('Enter - '))

const { html } = await fetchPage(url)
for (const tag of parseSoup(html).findAll('a')) console.log(tag.get('href') ?? 'None')

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
