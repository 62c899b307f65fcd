import type { Command } from 'commander'
import { Option } from 'commander'
import { answerOptions, patienceOptions } from '../../curl/answer-options.ts'
import { connectionOptions } from '../../curl/connection-options.ts'
import type { OptionRow } from '../../curl/option-row.ts'
import { requestOptions } from '../../curl/request-options.ts'
import { ownOptions } from '../get/get-order.ts'

/** For the help and the documentation: the command reads its arguments itself, by the same tables. */
export function describeGet(program: Command): void {
  const command = program
    .command('get')
    .argument('[url...]', 'what to get; - reads URLs from standard input')
    .description(
      "Get URLs, with curl's letters in curl's meaning. Redirects are followed; a status of 400 and above is a failure (exit code 8).",
    )
    .allowUnknownOption()
  const groups: readonly (readonly [heading: string, rows: readonly OptionRow<never>[]])[] = [
    ['Where it goes, what is said:', answerOptions],
    ['What is sent:', requestOptions.filter(({ name }) => name !== 'json')],
    ['Redirects, time, attempts:', patienceOptions],
    ['Connection and account:', connectionOptions],
    ['Beside curl:', ownOptions.filter(({ name }) => name !== 'help' && name !== 'verify-tls')],
  ]
  for (const [heading, rows] of groups) {
    command.optionsGroup(heading)
    for (const { name, letter, value, says } of rows) {
      const short = letter === undefined ? '' : `-${letter}, `
      command.addOption(new Option(`${short}--${name}${value === undefined ? '' : ` ${value}`}`, says))
    }
  }
  command
    .addHelpText(
      'before',
      `Examples:
  orbweaver get https://example.org/ | less
  orbweaver get -O https://example.org/image.jpg
  orbweaver get -C - -o big.iso https://example.org/big.iso
  orbweaver get -G -d a1=lga -d a2=cpt https://example.org/dist/
  orbweaver get -v -d a1=lga -d a2=cpt https://example.org/dist/
  orbweaver get -w '%{http_code} %{size_download}\\n' -o page.html https://example.org/
  orbweaver get --from-curl "curl 'https://example.org/api' -H 'accept: application/json'"
`,
    )
    .addHelpText(
      'after',
      '\nA letter of curl that is not here is refused, with what to use instead.\nExit code: 0 all came, 2 the command line, 3 a file, 4 the network, 5 TLS, 6 name and password, 7 the protocol, 8 a status of 400 and above.',
    )
    .action(async () => {
      const args = process.argv.slice(2)
      await (await import('../get-command.ts')).getCommand(args.slice(args.indexOf('get') + 1))
    })
}
