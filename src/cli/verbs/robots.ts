import type { Command } from 'commander'
import { identity } from './shared-flags.ts'

export function describeRobots(program: Command): void {
  const command = program
    .command('robots')
    .argument('[url...]', 'URLs to judge')
    .description('May they be asked? By robots.txt: allowed or refused, and by which line.')
  identity(command)
    .option('--file <file>', 'judge by a robots.txt on disk instead of the site’s')
    .option('--google', "with Google's leniencies")
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver robots https://example.org/private/ --agent AgeStudy
  orbweaver robots --file robots.txt https://example.org/a https://example.org/b
`,
    )
    .addHelpText('after', '\nExit code: 0 all are allowed, 11 one is refused, 10 a robots.txt cannot be had.')
    .action(async (urls: string[], options) => (await import('../robots-command.ts')).robotsCommand(urls, options))
}
