import type { Command } from 'commander'
import { Option } from 'commander'
import { gather, header, seconds, whole } from '../arguments.ts'
import { identity } from './shared-flags.ts'

export function describeWire(program: Command): void {
  const command = program
    .command('wire')
    .argument('[url]', 'an http or https URL, name:password@ in it is sent as Basic; without it you are asked')
    .description('One request and its answer as they go over the wire: every read, every byte. Follows nothing, decodes nothing.')
    .optionsGroup('The request:')
    .addOption(new Option('--http <version>', 'version of the request').choices(['0.9', '1.0', '1.1']).default('1.1'))
    .option('-X, --request <method>', 'method')
    .option('-I, --head', 'method HEAD')
    .option('-H, --header <line>', "'Name: value' (may be given again); 'Name:' takes a field away", header, [])
    .option('-d, --data <text>', 'form data to POST (may be given again); @file reads a file', gather, [])
    .option('--host <name>', 'the name to ask for at the address of the URL, in Host and in TLS')
    .option('--absolute', 'the whole URL in the request line, as for a proxy')
    .option('--raw-request <file>', 'send these bytes as they are instead; - reads standard input')
  identity(command)
    .optionsGroup('The connection:')
    .option('--read <n>', 'most bytes that one read asks for; each read is noted', whole)
    .option('--pause <s>', 'wait between reads; each read is noted with what waited in the buffers', seconds)
    .option('--timeout <s>', 'give up when it does not connect, or is silent, for so long (default: 10, 30)', seconds)
    .option('-m, --max-time <s>', 'give up after so many seconds in all (default: none)', seconds)
    .option('-k, --no-verify-tls', 'do not check the certificate')
    .optionsGroup('What is shown:')
    .option('--max-chars <n>', 'show so many characters of the answer, and count them all', whole)
    .option('--body-only', 'only what comes after the header')
    .option('-o, --output <file>', 'save the body there, byte by byte')
    .option('--hex', 'bytes in hexadecimal instead of text')
    .option('--raw', 'the bytes of the answer as they come, and nothing else')
    .option('--spec', 'where each thing is specified')
    .option('--trace', 'the calls of the socket as they happen, on standard error')
    .option('--json', 'one JSON object at the end')
    .option('--jsonl', 'what happens as JSON, one a line')
    .addHelpText(
      'before',
      `Examples:
  orbweaver wire http://127.0.0.1:8401/romeo.txt
  orbweaver wire http://127.0.0.1:8401/image.jpg --read 5120 --pause 0.25 -o stuff.jpg
  orbweaver wire https://example.org/ --http 1.0 -I --spec
  printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | orbweaver wire http://127.0.0.1:8401/ --raw-request -
`,
    )
    .action(async (url: string | undefined, options) => (await import('../wire-command.ts')).wireCommand(url, options))
}
