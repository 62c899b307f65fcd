import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeCrawlFile } from '../spider/crawl-file.ts'
import { resumeCommand } from './crawl-command.ts'
import { crawlOptions } from './crawl-flags.ts'
import { flagsToRepeat } from './name-again.ts'
import { temporaryFolder } from './run-cli.test-helper.ts'

test('files directly in the folder need not be named again; code, links and all other files do', () => {
  using folder = temporaryFolder()
  symlinkSync('/etc/passwd', folder.at('link'))
  const table: [options: Parameters<typeof flagsToRepeat>[1], flags: string[]][] = [
    [{}, []],
    [{ output: [folder.at('pages.csv')], cookies: folder.at('cookies.txt') }, []],
    [{ output: [join(folder.path, 'x', '..', 'pages.csv')] }, []],
    [{ handlers: folder.at('shop.ts') }, [`--handlers ${folder.at('shop.ts')}`]],
    [{ output: [folder.at('link')], cookies: folder.at('link') }, [`--output ${folder.at('link')}`, `--cookies ${folder.at('link')}`]],
    [{ output: [folder.at('below/x'), folder.at('in'), '/a b'] }, [`--output ${folder.at('below/x')}`, "--output '/a b'"]],
    [{ output: [join(folder.path, '..', 'x')] }, [`--output ${join(folder.path, '..', 'x')}`]],
    [{ output: '/etc/x', cookies: ["/x'; rm -r ~"] }, ['--output /etc/x', `--cookies '/x'\\''; rm -r ~'`]],
  ]
  for (const [options, flags] of table) assert.deepEqual(flagsToRepeat(folder.path, options), flags, JSON.stringify(options))
})

test('resume runs no code and writes no file elsewhere that a folder names: they must be named again', async () => {
  using folder = temporaryFolder()
  const { recorded = {} } = crawlOptions([], { handlers: 'shop.ts', output: ['pages.csv'], cookies: 'c.txt', workers: 'auto' })
  const here = (name: string) => join(process.cwd(), name)
  assert.deepEqual([recorded['handlers'], recorded['output'], recorded['cookies']], [here('shop.ts'), [here('pages.csv')], here('c.txt')])
  const write = (options: Record<string, unknown>) => {
    const crawl = { format: 1, orbweaver: '0', created: '', seeds: ['http://a.test/'], moved: [], agent: '', rules: undefined } as const
    writeCrawlFile(folder.path, { ...crawl, options: { ...recorded, ...options } })
  }
  write({ handlers: '/tmp/\u001b[2Jshop.ts' })
  const says = 'This crawl runs code, or uses files outside its folder, and they must be named again'
  await assert.rejects(resumeCommand(folder.path, {}), {
    code: 'usage',
    message: `${says}: orbweaver resume ${folder.path} --handlers $'/tmp/\\u001b[2Jshop.ts' --output ${here('pages.csv')} --cookies ${here('c.txt')}`,
  })
  await assert.rejects(resumeCommand(folder.path, { handlers: 'shop.ts', cookies: 'c.txt' }), {
    code: 'usage',
    message: `${says}: orbweaver resume ${folder.path} --output ${here('pages.csv')}`,
  })
  write({ output: folder.at('pages.csv') })
  await assert.rejects(resumeCommand(folder.path, { handlers: 'shop.ts', cookies: 'c.txt' }), { code: 'store-corrupt' })
})
