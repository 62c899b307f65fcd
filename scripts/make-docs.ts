/** Writes docs/cli.md, docs/limits.md and docs/hostile-street.md from the code they describe. Run: node scripts/make-docs.ts */
import type { EventEmitter } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command, Option } from 'commander'
import { limits } from '../src/base/limits.ts'
import { exitCodes } from '../src/cli/exit-codes.ts'
import { exitMeanings } from '../src/cli/exit-meanings.ts'
import { createProgram } from '../src/cli/program.ts'
import { allEndpoints } from '../src/testing/hostile/all-endpoints.ts'
import type { Carried, Endpoint, Expected } from '../src/testing/hostile/endpoint.ts'
import { groupOf, groups } from '../src/testing/hostile/endpoint.ts'
import type { Rule } from '../src/testing/hostile/rules.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const notice = 'Made by `scripts/make-docs.ts`: change the code and run it again.'

export async function makeDocs(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/cli.md', await cliPage()],
    ['docs/limits.md', limitsPage()],
    ['docs/hostile-street.md', hostilePage()],
  ])
}

async function cliPage(): Promise<string> {
  const program = await createProgram('orbweaver')
  const meanings: Readonly<Record<string, string>> = exitMeanings
  const rows = Object.entries(exitCodes).map(([name, code]) => [String(code), name, meanings[name] ?? ''])
  return page(
    '# Command line',
    notice,
    program.description(),
    'Results go to standard output, everything else to standard error. Flags go before environment variables, these before defaults.',
    optionTable(program),
    ...program.commands.flatMap(command => [`## orbweaver ${command.name()}`, ...commandParts(command)]),
    '## Exit codes',
    table(['code', 'name', 'meaning'], rows),
  )
}

function commandParts(command: Command): string[] {
  const help = helpTexts(command)
  const args = command.registeredArguments.map(argument => [code(argument.name()), argument.required ? 'yes' : 'no', argument.description])
  const groups = [...Map.groupBy(command.options, option => option.helpGroupHeading ?? '')]
  return [
    command.description(),
    fenced('console', `orbweaver ${command.name()} ${command.usage()}`),
    ...(help.before === '' ? [] : [fenced('sh', help.before)]),
    ...(args.length === 0 ? [] : [table(['argument', 'needed', 'what'], args)]),
    ...groups.flatMap(([heading, options]) => [...(heading === '' ? [] : [`### ${heading.replace(/:$/, '')}`]), rowsOf(options)]),
    ...(help.after === '' ? [] : [help.after]),
  ]
}

/** The texts around a help page are heard as commander's own listeners give them. */
function helpTexts(command: Command): { before: string; after: string } {
  // A Command is an EventEmitter; its types do not say so.
  const emitter = command as unknown as EventEmitter
  const heard = (event: string): string => {
    const parts: string[] = []
    emitter.emit(event, { error: false, command, write: (part: string) => parts.push(part) })
    return parts.join('').trim()
  }
  const before = heard('beforeHelp')
    .split('\n')
    .filter(line => line !== 'Examples:')
    .map(line => line.trim())
    .join('\n')
  return { before, after: heard('afterHelp') }
}

const optionTable = (command: Command): string => rowsOf(command.options)

function rowsOf(options: readonly Option[]): string {
  return table(
    ['option', 'what', 'default', 'environment'],
    options
      .filter(({ hidden }) => !hidden)
      .map(option => [code(option.flags), whatOf(option), defaultOf(option), option.envVar === undefined ? '' : code(option.envVar)]),
  )
}

function whatOf({ description, argChoices }: Option): string {
  const what = description.replace(/ ?\(default: [^)]*\)$/, '')
  return argChoices === undefined ? what : [what, argChoices.map(code).join(', ')].filter(part => part !== '').join(': ')
}

/** A default that the program fills in, or the one that its description names. */
function defaultOf({ defaultValue, description, negate }: Option): string {
  const named = /\(default: (.*)\)$/.exec(description)?.[1]
  if (named !== undefined) return named
  if (negate || defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0)) return ''
  return code(String(defaultValue))
}

function limitsPage(): string {
  const comments = docComments(read('src/base/limits.ts'), 'limits')
  const used = sourceWithoutLimits()
  const rows = Object.entries(limits).map(([name, value]) => [code(name), withUnit(name, value), meaningOf(name, comments, used)])
  return page(
    '# Limits',
    notice,
    'Every limit of Orbweaver, from `src/base/limits.ts`. The library exports them as `limits`.',
    table(['name', 'default', 'what'], rows),
  )
}

function hostilePage(): string {
  const byGroup = Map.groupBy(allEndpoints, ({ id }) => groupOf(id))
  const counted = `${allEndpoints.length} endpoints in ${byGroup.size} groups`
  return page(
    '# The hostile street',
    notice,
    `What the web does to robots on its worst days, on this machine: ${counted}. Raw sockets on 127.0.0.1 to 127.0.0.10, the same bytes for the same
seed, and a log of every byte received. Point any robot at it.`,
    fenced(
      'sh',
      `orbweaver practice --hostile                            # opens it on port 8400 and those above
curl http://127.0.0.1:8400/__endpoints                  # what stands where, and what is expected
curl http://127.0.0.1:8400/__dns                        # the name server for what stands below street.test
curl http://127.0.0.1:8400/__ca                         # the authority to trust
curl http://127.0.0.1:8400/__judge                      # after the visit: what the street saw of a good robot, and what not
curl -o log.json 'http://127.0.0.1:8400/__log?bytes=no' && orbweaver practice --hostile --judge log.json`,
    ),
    'From a test:',
    fenced(
      'ts',
      `import { judgeVisit, allEndpoints, openHostileStreet } from 'orbweaver/testing'

await using street = await openHostileStreet({ only: ['A'] })     // { port, seed, clock, only }
await fetch(street.url('A01')).catch(() => {})
console.log(judgeVisit(allEndpoints, street.log).filter(({ verdict }) => verdict === 'bad'))`,
    ),
    `Expected: \`page\` all of it is read; \`partial\` what came is kept and marked; \`error\` it is not read, and the failure is named; \`refused\` it
is not asked for, or left at once; \`ended\` any of these. Behind it stand the codes that Orbweaver records. Below it: what the street itself sees
of a good robot; \`/__judge\` holds a visitor to these.`,
    `Carried: what your robot must be given for that site and no other, so that there is something to give away. An endpoint such as \`D06\` has
more origins behind it, in its log \`D06/other\`, that no list names. One id with variants, \`R04-503\`, is a site for each of them.`,
    `Names below \`street.test\` are those of the street's own name server (UDP, the same port as its first page): \`a01.street.test\`, and all names
below it, lead to the house of \`A01\`. A question to it stands in the log as \`DNS A a01.street.test\`, a TLS connection as \`TLS\`. Everything
listed is on this machine: give your robot each URL as a seed, so that what no list names is all that it has to be kept from.`,
    ...[...byGroup].flatMap(([group, endpoints]) => [
      `## ${group}: ${groups[group]}`,
      table(['id', 'what it does', 'expected'], endpoints.flatMap(hostileRows)),
    ]),
  )
}

function hostileRows({ id, says, expects, rules = [], parts = [], carries }: Endpoint): string[][] {
  const row = (name: string, what: string, expected: Expected, kept: readonly Rule[] = []) => {
    const named = expected.codes === undefined ? '' : ` (${expected.codes.map(code).join(', ')})`
    return [name, what, [`${expected.outcome}${named}`, ...kept.map(rule => rule.says)].join('<br>')]
  }
  const what = carries === undefined ? says : `${says}<br>carried: ${carriedText(carries)}`
  return [row(id, what, expects, rules), ...parts.map(part => row(part.path.slice(1), part.says, part.expects))]
}

function carriedText({ user, headers = [], cookies, proxyUser, dns, ca }: Carried): string {
  const fields = headers.flatMap((name, at) => (at % 2 === 0 ? [code(`${name}: ${headers[at + 1]}`)] : []))
  const users = [user === undefined ? [] : [`the user ${code(user)}`], proxyUser === undefined ? [] : [`a proxy's user ${code(proxyUser)}`]]
  return [
    ...users.flat(),
    ...fields,
    ...(cookies ? ['cookies'] : []),
    ...(dns ? ["the street's name server"] : []),
    ...(ca ? ["trust in the street's authority"] : []),
  ].join(', ')
}

/** A limit that no code names is not kept yet: the page must not promise it. */
function meaningOf(name: string, comments: ReadonlyMap<string, string>, used: string): string {
  const kept = new RegExp(`\\b${name}\\b`).test(used)
  return [comments.get(name) ?? '', ...(kept ? [] : ['**Not in use yet.**'])].join(' ').trim()
}

function sourceWithoutLimits(): string {
  const files = readdirSync(resolve(root, 'src'), { recursive: true, encoding: 'utf8' })
  const code = files.filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'base/limits.ts')
  return code.map(file => read(`src/${file}`)).join('\n')
}

function withUnit(name: string, value: number): string {
  if (name.endsWith('Ms')) return `${duration(value)}`
  if (name.endsWith('Bytes')) return size(value)
  if (name.endsWith('Mib')) return `${value.toLocaleString('en-US')} MiB`
  if (name.endsWith('Length')) return `${value.toLocaleString('en-US')} UTF-16 units`
  return value.toLocaleString('en-US')
}

function duration(ms: number): string {
  for (const [unit, length] of [
    ['days', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ] as const) {
    if (ms >= length * (unit === 'days' ? 2 : 1) && ms % length === 0) return `${ms / length} ${unit}`
  }
  return `${ms} ms`
}

function size(bytes: number): string {
  for (const [unit, length] of [
    ['MiB', 1024 * 1024],
    ['KiB', 1024],
  ] as const) {
    if (bytes >= length && bytes % length === 0) return `${(bytes / length).toLocaleString('en-US')} ${unit}`
  }
  return `${bytes.toLocaleString('en-US')} bytes`
}

/** Doc comments of the members of one constant, by member. */
function docComments(source: string, constant: string): Map<string, string> {
  const body = source.slice(source.indexOf(`export const ${constant} = {`)).split('\n} as const')[0]!
  const comments = new Map<string, string>()
  for (const match of body.matchAll(/^ {2}(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?(\w+):/gm)) {
    const text = match[1]?.replace(/\s*\n\s*\*?\s*/g, ' ').trim()
    if (text !== undefined) comments.set(match[2]!, text)
  }
  return comments
}

const page = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`
const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
const code = (text: string): string => `\`${text}\``

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (import.meta.main) for (const [file, text] of await makeDocs()) writeFileSync(resolve(root, file), text)
