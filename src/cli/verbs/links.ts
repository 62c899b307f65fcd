import type { Command } from 'commander'
import { identity } from './shared-flags.ts'

export function describeLinks(program: Command): void {
  const command = program
    .command('links')
    .argument('<page>', 'a URL, a file, or - for standard input')
    .description('The links of one page, made absolute, in their order.')
  identity(command)
    .option('--base <url>', 'base of a file or of standard input', 'http://localhost/')
    .option('--resources', 'images, scripts and styles too')
    .option('--text', 'with kind and anchor text, separated by tabs')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver links https://example.org/ --contact me@uni.example
  curl -s https://example.org/ | orbweaver links - --base https://example.org/ --json
`,
    )
    .action(async (page: string, options) => (await import('../links-command.ts')).linksCommand(page, options))
}
