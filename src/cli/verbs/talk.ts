import type { Command } from 'commander'
import { gather, port, seconds, whole } from '../arguments.ts'

export function describeTalk(program: Command): void {
  program
    .command('talk')
    .argument('<host>', 'name or address')
    .argument('<port>', 'port: 25 mail, 80 web, 21 FTP', port)
    .description('Connect to a server and speak its protocol line by line: mail, web, FTP, or your own.')
    .option('--send <line>', 'a line to send (may be given again); without it lines are read from standard input', gather, [])
    .option('--in-turn', 'let the other end speak first, and wait for its reply before each line (mail, FTP)')
    .option('--lf', 'end lines with LF instead of CR LF')
    .option('--end', 'after the last line say that nothing more comes; some servers then leave at once')
    .option('--read <n>', 'most bytes that one read asks for', whole)
    .option('--timeout <s>', 'give up when the other end is silent for so long (default: wait for ever)', seconds)
    .option('--tls', 'speak TLS')
    .option('-k, --no-verify-tls', 'do not check the certificate')
    .option('--dialogue', 'mark lines: > ours, < theirs')
    .option('--raw', 'bytes as they come; without it control characters are shown as \\x1b')
    .option('--trace', 'the calls as they happen, on standard error')
    .option('--jsonl', 'the calls as JSON, one a line, instead of text')
    .addHelpText(
      'before',
      `Examples:
  orbweaver talk 127.0.0.1 1024 --read 5
  orbweaver talk 127.0.0.1 8401 --send "GET /romeo.txt HTTP/1.0" --send "" --dialogue
  orbweaver talk mail.example.org 25 --in-turn --send "EHLO me.example" --send QUIT --dialogue
`,
    )
    .action(async (host: string, portNumber: number, options) =>
      (await import('../talk-command.ts')).talkCommand(host, portNumber, options),
    )
}
