import type { Command } from 'commander'
import { port, whole } from '../arguments.ts'

export function describePractice(program: Command): void {
  program
    .command('practice')
    .description('A small internet on this machine, to test robots on.')
    .option('--port <n>', 'first port; 0 takes free ones', port, 8400)
    .option('--pages <n>', 'pages of its documentation site', whole, 1000)
    .option('--seed <n>', 'another town', whole, 1)
    .option('--hostile', 'the hostile street in its place: what the web does to robots on its worst days')
    .option('--only <letters>', 'hostile: only these groups, such as A,B')
    .option('--judge <log>', 'hostile: opens nothing, and judges the visitor of this log; - reads it from standard input')
    .option('--json', 'its sites, endpoints or verdicts as JSON')
    .addHelpText(
      'before',
      `Examples:
  orbweaver practice
  orbweaver crawl http://127.0.0.1:8400/ --scope host --delay 0.1

  orbweaver practice --hostile
  curl http://127.0.0.1:8400/__judge                      after the visit of any robot
  curl -o log.json 'http://127.0.0.1:8400/__log?bytes=no' && orbweaver practice --hostile --judge log.json
`,
    )
    .action(async options => (await import('../practice-command.ts')).practiceCommand(options))
}
