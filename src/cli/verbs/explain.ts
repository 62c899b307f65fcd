import type { Command } from 'commander'

export function describeExplain(program: Command): void {
  program
    .command('explain')
    .argument(
      '[what...]',
      'a topic (status, class, header, method, port, layers, packet, error, reason, exit, term, rfc, agent, agents, reading) and a name',
    )
    .description('What a status, a header field, a port, an error ... means, and what a robot should do about it.')
    .option('--json', 'as JSON, one object a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver explain status 304
  orbweaver explain header Retry-After --json
  orbweaver explain port 25
  orbweaver explain rfc 2616
  orbweaver explain packet
  orbweaver explain spider
`,
    )
    .action(async (what: string[], options) => (await import('../explain-command.ts')).explainCommand(what, options))
}
