import type { Command } from 'commander'
import { port, whole } from '../arguments.ts'

export function describePractice(program: Command): void {
  program
    .command('practice')
    .description('A small internet on this machine, to test robots on.')
    .option('--port <n>', 'first port; 0 takes free ones', port, 8400)
    .option('--pages <n>', 'pages of its documentation site', whole, 1000)
    .option('--seed <n>', 'another town', whole, 1)
    .option('--json', 'its sites as one JSON object')
    .addHelpText('before', 'Examples:\n  orbweaver practice\n  orbweaver crawl http://127.0.0.1:8400/ --scope host --delay 0.1\n')
    .action(async options => (await import('../practice-command.ts')).practiceCommand(options))
}
