import type { Command } from 'commander'
import { fetching } from './shared-flags.ts'

export function describeCount(program: Command): void {
  const command = program
    .command('count')
    .argument('<tag>', 'a tag, or several with commas: p,h1,a')
    .argument('[page]', 'a URL, a file, or - for standard input; without it you are asked')
    .description('How many start tags of a kind a page has, counted by the tokenizer.')
  fetching(command)
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      'Examples:\n  orbweaver count p https://example.org/ --contact me@uni.example\n  orbweaver count p,h1,a page.html\n',
    )
    .action(async (tag: string, page: string | undefined, options) =>
      (await import('../count-command.ts')).countCommand(tag, page, options),
    )
}
