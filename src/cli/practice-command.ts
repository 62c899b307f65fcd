import { openTown } from '../testing/index.ts'
import { jsonLine } from './json-line.ts'
import { untilInterrupted } from './until-interrupted.ts'

export type PracticeFlags = {
  readonly port: number
  readonly pages: number
  readonly seed: number
  readonly hostile?: boolean
  readonly only?: string
  readonly judge?: string
  readonly json?: boolean
}

/** `orbweaver practice`: open until Ctrl-C. */
export async function practiceCommand(flags: PracticeFlags): Promise<void> {
  if (flags.hostile || flags.judge !== undefined || flags.only !== undefined) {
    const { hostileCommand, judgeCommand } = await import('./hostile-command.ts')
    return flags.judge === undefined ? hostileCommand(flags) : judgeCommand(flags.judge, flags)
  }
  const town = await openTown({ port: flags.port, pages: flags.pages, seed: flags.seed })
  if (flags.json) process.stdout.write(jsonLine(town.sites))
  else {
    process.stdout.write('The practice town is open, on this machine only. Ctrl-C closes it.\n\n')
    for (const [name, origin] of Object.entries(town.sites)) process.stdout.write(`  ${name.padEnd(12)} ${origin}/\n`)
    process.stdout.write(`\nBegin at ${town.sites.square}/  Every byte received: ${town.sites.square}/__log?format=text\n`)
  }
  await untilInterrupted()
  await town.close()
}
