import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { createProgram } from '../src/cli/program.ts'
import { runCli, temporaryFolder } from '../src/cli/run-cli.test-helper.ts'
import { openTown } from '../src/testing/index.ts'

const root = resolve(import.meta.dirname, '..')
const papers = ['README.md', 'docs/guide.md'].map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }))
const readme = papers[0]!.text
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(match => match[1]!)
const run = promisify(execFile)

const town = await openTown({ pages: 3 })
after(() => town.close())

/** A folder where `orbweaver` is installed: its doors are those of package.json, led to the source. */
function installed() {
  const folder = temporaryFolder()
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, unknown>
  }
  const home = folder.at(`node_modules/${name}`)
  mkdirSync(dirname(home), { recursive: true })
  mkdirSync(home)
  const toSource = JSON.stringify(exports).replaceAll('./dist/', './src/').replaceAll('.d.ts', '.ts').replaceAll('.js"', '.ts"')
  writeFileSync(join(home, 'package.json'), `{"name":"${name}","type":"module","exports":${toSource}}`)
  // Through the link the files are outside node_modules, where Node strips types.
  symlinkSync(join(root, 'src'), join(home, 'src'))
  writeFileSync(folder.at('package.json'), '{"type":"module"}')
  return folder
}

test('the first program of the README runs as it stands, but for its URL', async () => {
  const snippet = blocks(readme, 'ts')[0]!
  assert.ok(snippet.trimEnd().split('\n').length <= 12)
  using folder = installed()
  writeFileSync(folder.at('first.ts'), snippet.replace('https://example.org/', town.url('quiet', '/page/1')))
  const { stdout } = await run(process.execPath, ['first.ts'], { cwd: folder.path })
  assert.match(stdout, /title: 'Quiet 1'/)
  const stored = readFileSync(folder.at('age-study/items.jsonl'), 'utf8').trimEnd().split('\n')
  assert.equal(stored.length, stdout.match(/title:/g)?.length)
})

test('what the guide says of reading a page is what comes out (P28, S11 to S18)', async () => {
  const guide = papers[1]!.text
  const section = guide.slice(guide.indexOf('\n## Read a page\n')).split(/\n## (?!Read a page)/)[0]!
  const local = (text: string) => text.replaceAll('http://127.0.0.1:8401', town.sites.library.replace(/\/$/, ''))
  using folder = installed()
  const programs = [...section.matchAll(/^```ts\n([\s\S]*?)^```\n\n```console\n([\s\S]*?)^```/gm)].map(async ([, code, output], at) => {
    writeFileSync(folder.at(`read-${at}.ts`), local(code!))
    const { stdout } = await run(process.execPath, [`read-${at}.ts`], { cwd: folder.path })
    assert.equal(stdout, output)
  })
  const commands = [...section.matchAll(/^\$ orbweaver (.*)\n((?:(?!\$ |```).*\n)*)/gm)].map(async ([line, , output]) => {
    const { stdout } = await runCli(commandLines(`\`\`\`sh\n${local(line.slice(2).split('\n', 1)[0]!)}\n\`\`\``)[0]!)
    assert.equal(stdout, output)
  })
  assert.deepEqual([programs.length, commands.length], [4, 6])
  await Promise.all([...programs, ...commands])
})

test('every program of the README and the guide is right in its types', () => {
  using folder = installed()
  const files = papers.flatMap(({ file, text }) =>
    blocks(text, 'ts').map((code, at) => {
      const name = folder.at(`${file.replace(/\W/g, '-')}-${at}.ts`)
      writeFileSync(name, code)
      return name
    }),
  )
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { compilerOptions: object }
  const typeRoots = [join(root, 'node_modules/@types')]
  writeFileSync(folder.at('tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, typeRoots }, files }))
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder.path], { encoding: 'utf8' })
  } catch (error) {
    assert.fail((error as { stdout: string }).stdout)
  }
})

/** Every `orbweaver ...` of the shell blocks, as words; what follows a pipe, a redirection or `&` is another program's. */
function commandLines(text: string): string[][] {
  return ['sh', 'console'].flatMap(language =>
    blocks(text, language)
      .flatMap(block => block.replaceAll('\\\n', ' ').split('\n'))
      .filter(line => language === 'sh' || line.startsWith('$ '))
      .flatMap(line => line.split(/[|;]|&&/))
      .map(line => /(?:^|[\s$])orbweaver\s+([^#<>&]*)/.exec(line)?.[1])
      .filter(words => words !== undefined)
      .map(words => [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(match => match[1] ?? match[2] ?? match[3]!)),
  )
}

for (const { file, text } of papers) {
  test(`the commands of ${file} have verbs and flags that exist`, async () => {
    const lines = commandLines(text)
    assert.ok(lines.length >= 5)
    for (const words of lines) {
      const program = await createProgram('orbweaver')
      let called = false
      for (const command of program.commands) {
        command.action(() => {
          called = true
        })
      }
      await program.parseAsync(words, { from: 'user' }).catch(error => assert.fail(`orbweaver ${words.join(' ')}: ${error.message}`))
      assert.ok(called, words.join(' '))
    }
  })
}

test('the npm scripts that the papers name exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  for (const { text } of [...papers, { text: readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8') }]) {
    for (const [, name] of text.matchAll(/npm (?:run )?(demo|test|build|check|fix|bench|soak|types|lint)\b/g))
      assert.ok(scripts[name!], name)
  }
})
