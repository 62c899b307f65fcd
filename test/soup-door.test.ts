import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'

/**
 * What a user gets who takes `orbweaver/soup` alone: compiled here as for the package, but with the types of a browser instead of Node's.
 */
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'orbweaver-door-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const browser = { lib: ['es2024', 'dom', 'esnext.iterator', 'esnext.collection', 'esnext.array'], types: [] as string[] }

/** What the compiler says, nothing when all is well. */
function compile(name: string, settings: unknown): Promise<string> {
  const config = join(folder, `${name}.json`)
  writeFileSync(config, JSON.stringify(settings))
  const tsc = join(root, 'node_modules/.bin/tsc')
  return new Promise(say => execFile(tsc, ['-p', config], (_, stdout, stderr) => say(stdout + stderr)))
}

test('the soup compiles without Node, and its declarations alone serve a strict program', async () => {
  const source = await compile('source', {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: { ...browser, rootDir: join(root, 'src'), outDir: join(folder, 'dist') },
    include: [join(root, 'src/soup/index.ts')],
  })
  assert.equal(source, '')

  const declarations = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.d.ts'))
  assert.ok(declarations.includes('soup/tree/tag.d.ts'))
  for (const file of declarations) {
    const text = readFileSync(join(folder, 'dist', file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    assert.doesNotMatch(text, /\bany\b/, `${file} has an any`)
    if (/^soup\/tree\/(?:node|branch|tag|soup|leaves)\.d\.ts$/.test(file))
      assert.doesNotMatch(text, /\b(?:up|prev|next|listed|place)\b[?:(]/, `${file} shows what is internal`)
  }

  writeFileSync(
    join(folder, 'user.ts'),
    `import { parseSoup, type Tag } from './dist/soup/index.js'
const soup = parseSoup(new Uint8Array(), { encoding: 'utf-8' })
const link: Tag | null = soup.find('a', { href: /x/ })
const strings: string[] = soup.findAll({ string: /x/ }).map(node => node.value)
const names: string[] = soup.descendants.filter(node => node.kind === 'tag').map(node => String(node.name)).toArray()
const chain: string | undefined = soup.shortcut.body?.p?.get('class')
export { chain, link, names, strings }
`,
  )
  const user = await compile('user', {
    compilerOptions: {
      ...browser,
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
    },
    include: [join(folder, 'user.ts')],
  })
  assert.equal(user, '')
})
