import type { Command } from 'commander'
import { expression } from '../arguments.ts'
import { fetching } from './shared-flags.ts'

export function describeLinks(program: Command): void {
  const command = program
    .command('links')
    .argument('[page]', 'a URL, a file, or - for standard input; without it you are asked')
    .description('The links of one page, made absolute, in their order.')
  fetching(command)
    .option('--base <url>', 'base of a file or of standard input', 'http://localhost/')
    .option('--resources', 'images, scripts and styles too')
    .option('--text', 'with kind and anchor text, separated by tabs')
    .option('--regex', 'what the expression href="(http://.+?)" finds in the source instead')
    .option('--greedy', 'with .+ for .+?: on a line with two links it takes both for one')
    .option('--expression <re>', 'another expression; its first group, or the whole match', expression)
    .option('--compare', 'regex and parser side by side: who found which link')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver links https://example.org/ --contact me@uni.example
  curl -s https://example.org/ | orbweaver links - --base https://example.org/ --json
  orbweaver links http://127.0.0.1:8401/page1.htm --regex --compare
`,
    )
    .action(async (page: string | undefined, options) => (await import('../links-command.ts')).linksCommand(page, options))
}
