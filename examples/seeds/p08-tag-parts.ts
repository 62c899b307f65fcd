/** P30: the parts of a tag. Run: node examples/seeds/p08-tag-parts.ts [URL] */
import { createInterface } from 'node:readline/promises'
import { fetchPage, parseSoup } from '../../src/index.ts'

const url = process.argv[2] ?? (await ask('Enter - '))

for (const tag of parseSoup((await fetchPage(url)).html).findAll('a')) {
  console.log('TAG:', tag.outerHtml)
  console.log('URL:', tag.get('href') ?? null)
  console.log(
    'Content:',
    tag.contents.map(node => String(node)),
  )
  console.log('Attrs:', [...tag.attrs])
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
