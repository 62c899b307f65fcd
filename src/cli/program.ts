import { Command, Help, Option } from 'commander'
import type { Describe } from './verbs/all-verbs.ts'
import { verbs } from './verbs/all-verbs.ts'

/**
 * The command line. A verb describes its own options, and its work is loaded when it is called.
 * @param verb the one verb to describe; default all of them, as help and a misspelt verb need
 */
export async function createProgram(versionLine: string, verb?: string): Promise<Command> {
  // A variable set to nothing counts as not set.
  for (const [name, value] of Object.entries(process.env)) if (name.startsWith('ORBWEAVER_') && value === '') delete process.env[name]
  const help = new Help()
  const program = new Command('orbweaver')
    .description('A polite, crash-proof web spider and scraper, from the socket up.')
    .version(versionLine, '-V, --version')
    .option('--debug', 'show the stack of an error')
    // An option that may be given again begins as an empty list: that is no default to speak of.
    .configureHelp({
      optionDescription: option => (Array.isArray(option.defaultValue) ? option.description : help.optionDescription(option)),
    })
    .exitOverride()
    // What goes wrong is said once, by main.ts.
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      'before',
      `Examples:
  orbweaver crawl https://example.org/ --contact me@uni.example --store study
  orbweaver resume study
  orbweaver robots https://example.org/private/ --agent AgeStudy
  orbweaver get -O https://example.org/image.jpg
  orbweaver links https://example.org/ --contact me@uni.example --json
  orbweaver watch https://example.org/camera --image --contact me@uni.example
  orbweaver wire http://127.0.0.1:8401/romeo.txt
  orbweaver practice
`,
    )
  const one = verb === undefined ? undefined : verbs.get(verb)
  const described: Describe[] = await Promise.all([...(one === undefined ? verbs.values() : [one])].map(load => load()))
  for (const describe of described) describe(program)
  for (const command of program.commands) if (command.options.some(({ long }) => long === '--no-verify-tls')) command.addOption(insecure())
  return program
}

/** curl's name of `--no-verify-tls`, not in the help: it sets the same value. */
function insecure(): Option {
  return Object.assign(new Option('--insecure').hideHelp(), { negate: true, attributeName: () => 'verifyTls' })
}
