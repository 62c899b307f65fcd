import type { Command } from 'commander'
import { whole } from '../arguments.ts'
import { fetching } from './shared-flags.ts'

export function describeWords(program: Command): void {
  const command = program
    .command('words')
    .argument('[text]', 'a URL, a file, or - for standard input; without it you are asked')
    .description('How often each word stands in a text, or in what a reader sees of a page.')
  fetching(command)
    .option('--top <n>', 'so many of the most frequent words; 0 is all', whole, 20)
    .option('--min-length <n>', 'words of so many letters or more', whole, 1)
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver words http://127.0.0.1:8401/romeo.txt --top 5
  orbweaver words book.txt --min-length 5
  orbweaver words - --json < book.txt
`,
    )
    .action(async (text: string | undefined, options) => (await import('../words-command.ts')).wordsCommand(text, options))
}
