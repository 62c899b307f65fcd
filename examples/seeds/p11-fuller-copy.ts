/**
 * P35, P36: the fuller program. It asks for the URL, takes the name of the file from it, counts as it goes, and goes on where it was cut
 * off. Run: node examples/seeds/p11-fuller-copy.ts [URL] [FOLDER]
 */
import { createInterface } from 'node:readline/promises'
import { CrawlError, download } from '../../src/index.ts'

const [given, folder = '.'] = process.argv.slice(2)
const url = given ?? (await ask('Enter - '))

try {
  const onProgress = ({ received }: { received: number }) => process.stderr.write(`\r${received}`)
  const { path, bytes } = await download(url, { folder }, { onProgress })
  process.stderr.write('\n')
  console.log(`${bytes} characters copied to ${path}.`)
} catch (error) {
  if (!(error instanceof CrawlError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(question)
  lines.close()
  return answer
}
