import { openTown } from '../testing/index.ts'
import { jsonLine } from './json-line.ts'

/** `orbweaver practice`: open until Ctrl-C. */
export async function practiceCommand(flags: { port: number; pages: number; seed: number; json?: boolean }): Promise<void> {
  const town = await openTown({ port: flags.port, pages: flags.pages, seed: flags.seed })
  if (flags.json) process.stdout.write(jsonLine(town.sites))
  else {
    process.stdout.write('The practice town is open, on this machine only. Ctrl-C closes it.\n\n')
    for (const [name, origin] of Object.entries(town.sites)) process.stdout.write(`  ${name.padEnd(12)} ${origin}/\n`)
    process.stdout.write(`\nBegin at ${town.sites.square}/  Every byte received: ${town.sites.square}/__log?format=text\n`)
  }
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await town.close()
}
