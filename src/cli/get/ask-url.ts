import { createInterface } from 'node:readline/promises'

/** `Enter - `, as the textbook's programs ask; the answer may also come from a pipe. */
export async function askUrl(): Promise<string> {
  const ask = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY === true })
  try {
    process.stderr.write('Enter - ')
    for await (const line of ask) return line.trim()
    return ''
  } finally {
    ask.close()
  }
}
