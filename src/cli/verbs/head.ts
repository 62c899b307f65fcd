import type { Command } from 'commander'
import { gather } from '../arguments.ts'
import { fetching } from './shared-flags.ts'

export function describeHead(program: Command): void {
  const command = program
    .command('head')
    .argument('[url...]', '- reads URLs from standard input; without any you are asked')
    .description('The header of a page without its body: status, size, type, date, how long a copy is good.')
  fetching(command)
    .option('--field <name>', 'the value of this header field only (may be given again)', gather)
    .option('--line', 'one line a URL (what several URLs get anyway)')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver head https://example.org/ --contact me@uni.example
  orbweaver head https://example.org/image.jpg --field Last-Modified
  orbweaver head - --json < urls.txt | jq .size
`,
    )
    .action(async (urls: string[], options) => (await import('../head-command.ts')).headCommand(urls, options))
}
