import type { Command } from 'commander'
import { diskFloor, gather, header, whole, workers } from '../arguments.ts'
import { reporting } from './shared-flags.ts'

export function describeResume(program: Command): void {
  const command = program
    .command('resume')
    .argument('[dir]', 'the folder of a crawl (default: ORBWEAVER_STORE)')
    .description('Go on with a crawl where it was left, with the options it was begun with.')
    .option('--max-pages <n>', 'another limit of pages', whole)
    .option('--disk-floor <size>', 'as in crawl', diskFloor)
    .option('--handlers <file>', 'as in crawl: a folder names no code to run')
    .option('--workers <n>', 'as in crawl', workers)
    .option('--output <file>', 'as in crawl: a folder names no file elsewhere to write', gather)
    .option('--cookies <file>', 'as in crawl: the same')
    .option('--header <line>', 'as in crawl: secrets are not stored', header, [])
    .option('-u, --user <name:password>', 'as in crawl: secrets are not stored')
    .option('-x, --proxy <url>', 'as in crawl: it may hold a password and is not stored')
    .option('--jsonl', 'items to standard output, one JSON object a line; the report goes to standard error')
  reporting(command)
    .option('--profile', 'add to the report where the time of the crawl went, and what to do about it')
    .addHelpText('before', 'Examples:\n  orbweaver resume study\n  orbweaver resume study --max-pages 5000 --json\n')
    .action(async (folder: string | undefined, options) => (await import('../crawl-command.ts')).resumeCommand(folder, options))
}
