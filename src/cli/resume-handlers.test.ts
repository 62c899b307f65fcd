import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeCrawlFile } from '../spider/crawl-file.ts'
import { resumeCommand } from './crawl-command.ts'
import { crawlOptions } from './crawl-flags.ts'

test('resume runs no code that a folder names: its handlers must be named again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-'))
  try {
    const { recorded = {} } = crawlOptions([], { handlers: 'shop.ts', workers: 'auto' })
    assert.equal(recorded['handlers'], join(process.cwd(), 'shop.ts'))
    const options = { ...recorded, handlers: '/tmp/\u001b[2Jshop.ts' }
    writeCrawlFile(folder, {
      format: 1,
      orbweaver: '0',
      created: '',
      seeds: ['http://a.test/'],
      moved: [],
      agent: '',
      options,
      rules: undefined,
    })
    await assert.rejects(resumeCommand(folder, {}), {
      code: 'usage',
      message: `This crawl has handlers, and they must be named again: orbweaver resume ${folder} --handlers /tmp/\\x1b[2Jshop.ts`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
