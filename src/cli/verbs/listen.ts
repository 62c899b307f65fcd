import type { Command } from 'commander'
import { port, seconds, whole } from '../arguments.ts'

export function describeListen(program: Command): void {
  program
    .command('listen')
    .argument('<port>', 'port to listen on; 0 takes any free one', port)
    .description('Wait for connections and speak to each: the server side of a socket, call by call.')
    .option('--host <address>', 'address to listen on; 0.0.0.0 is every network', '127.0.0.1')
    .option('--backlog <n>', 'connections that may wait to be accepted', whole, 5)
    .option('--say <text>', 'send this to each, then close (UTF-8, no line end is added)')
    .option('--echo', 'send back what comes, until the other end closes')
    .option('--once', 'end after one connection')
    .option('--timeout <s>', 'give up on a connection that is silent for so long (default: wait for ever)', seconds)
    .option('--trace', 'the calls as they happen, on standard error')
    .option('--jsonl', 'the calls as JSON, one a line, instead of text')
    .addHelpText(
      'before',
      `Examples:
  orbweaver listen 1024 --say "Hello World" --backlog 5
  orbweaver talk 127.0.0.1 1024 --read 5
  orbweaver listen 8500 --echo --trace
`,
    )
    .action(async (portNumber: number, options) => (await import('../listen-command.ts')).listenCommand(portNumber, options))
}
