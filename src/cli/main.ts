#!/usr/bin/env node
import { createProgram } from './program.ts'
import { failureOf } from './exit-codes.ts'

// A reader that closes the pipe (`| head`) ends us quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

try {
  await createProgram().parseAsync()
} catch (error) {
  const { message, code, exitCode } = failureOf(error)
  if (message !== '') process.stderr.write(`orbweaver: ${message}${code === '' ? '' : ` [${code}]`}\n`)
  if (process.argv.includes('--debug')) console.error(error)
  process.exitCode = exitCode
}
