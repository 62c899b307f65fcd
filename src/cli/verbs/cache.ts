import type { Command } from 'commander'

export function describeCache(program: Command): void {
  program
    .command('cache')
    .argument('<folder>', 'where answers are kept, as in get --cache FOLDER')
    .description('What a cache holds: status, bytes, how long it is fresh, URL; the last used first.')
    .option('--clear', 'forget all of it, and give the room back')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver cache ~/.cache/orbweaver
  orbweaver cache ~/.cache/orbweaver --json
  orbweaver cache ~/.cache/orbweaver --clear
`,
    )
    .action(async (folder: string, options) => (await import('../cache-command.ts')).cacheCommand(folder, options))
}
