import type { Command } from 'commander'

export function describeResolve(program: Command): void {
  program
    .command('resolve')
    .argument('[name]', 'a host name or a URL; without it you are asked')
    .description('The IP addresses of a name, and what kind of place each is: links are followed to public ones only.')
    .option('--json', 'as JSON, one object a line')
    .addHelpText('before', 'Examples:\n  orbweaver resolve example.org\n  orbweaver resolve http://localhost:8401/ --json\n')
    .action(async (name: string | undefined, options) => (await import('../resolve-command.ts')).resolveCommand(name, options))
}
