import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProgram } from './program.ts'
import { runCli } from './run-cli.test-helper.ts'
import { verbs as knownVerbs } from './verbs/all-verbs.ts'

test('--version is one line and loads no dependency', async () => {
  // Every module that is loaded from a file passes this hook.
  const spy =
    "import { registerHooks } from 'node:module'; registerHooks({ load(url, context, next) { console.error(url); return next(url, context) } })"
  const { code, stdout, stderr } = await runCli(['--version'], { node: ['--import', `data:text/javascript,${encodeURIComponent(spy)}`] })
  assert.equal(code, 0)
  assert.match(stdout, /^orbweaver \d+\.\d+\.\d+ \(node \d+\.\d+\.\d+\)\n$/)
  const files = stderr.split('\n').filter(line => line.startsWith('file:'))
  assert.deepEqual(
    files.map(file => file.replace(/^.*\//, '')),
    ['main.ts'],
  )
  assert.equal((await runCli(['-V'])).stdout, stdout)
})

test('help of the whole and of every verb begins with examples that the verb takes', async () => {
  const program = await createProgram('orbweaver test')
  const verbs = program.commands.map(command => command.name())
  assert.deepEqual(verbs, [...knownVerbs.keys()])
  for (const verb of [undefined, ...verbs]) {
    const { code, stdout, stderr } = await runCli(verb === undefined ? ['--help'] : [verb, '--help'])
    assert.equal(code, 0)
    assert.equal(stderr, '')
    assert.match(stdout, /^Examples:\n {2}(?:[^\n]*\| )?orbweaver /, verb)
    assert.match(
      stdout,
      verb === undefined ? /\nUsage: orbweaver / : new RegExp(`\\n  [^\\n]*orbweaver ${verb}[ \\n].*\\nUsage: orbweaver ${verb} `, 's'),
    )
    assert.doesNotMatch(stdout, /\x1b|default: \[/)
  }
})

test("a command that takes --no-verify-tls takes curl's --insecure for it", async () => {
  const { commands } = await createProgram('orbweaver test')
  const unchecked = commands.filter(command => command.options.some(({ long }) => long === '--no-verify-tls'))
  assert.ok(unchecked.length > 5)
  for (const command of unchecked) {
    assert.deepEqual(command.parseOptions(['--insecure']).unknown, [])
    assert.deepEqual([command.opts()['verifyTls'], command.opts()['insecure']], [false, undefined], command.name())
  }
})

test('no arguments: the help, as an error', async () => {
  const { code, stdout, stderr } = await runCli([])
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /^Examples:\n/)
})

test('flags before the environment before the defaults', async () => {
  const env = { ORBWEAVER_CONTACT: 'env@uni.example', ORBWEAVER_AGENT: 'Env/1', ORBWEAVER_DELAY: '7', ORBWEAVER_CONCURRENCY: '' }
  const config = async (...flags: string[]) => {
    const { stdout } = await runCli(['crawl', 'http://127.0.0.1/', '--print-config', ...flags], { env })
    return JSON.parse(stdout) as Record<string, unknown>
  }
  const [byEnvironment, byFlags] = await Promise.all([
    config(),
    config('--contact', 'flag@uni.example', '--agent', 'Flag/2', '--delay', '0', '--concurrency', '3'),
  ])
  const pick = ({ userAgent, delay, concurrency, perSite }: Record<string, unknown>) => [userAgent, delay, concurrency, perSite]
  assert.deepEqual(pick(byEnvironment), ['Env/1 (+mailto:env@uni.example)', 7, 256, 1])
  assert.deepEqual(pick(byFlags), ['Flag/2 (+mailto:flag@uni.example)', 0, 3, 3])
})
