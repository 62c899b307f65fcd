import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli, temporaryFolder } from './run-cli.test-helper.ts'

test('words of a text at a URL, of a file, of a page, of standard input (P19)', async () => {
  await using town = await openTown()
  using folder = temporaryFolder()
  const page = '<title>the</title><p>The sun &amp; <b>the</b> moon<script>the()</script>'
  writeFileSync(folder.at('page.html'), page)
  const [url, file, input] = await Promise.all([
    runCli(['words', town.url('library', '/romeo.txt'), '--top', '4']),
    runCli(['words', 'page.html', '--json', '--min-length', '4'], { cwd: folder.path }),
    runCli(['words', '-', '--top', '0'], { input: page }),
  ])
  assert.equal(url.stdout, '3  and\n3  is\n3  the\n2  sun\n')
  assert.equal(url.stderr, '33 words, 26 different\n')
  assert.deepEqual(linesOf(file.stdout), ['{"word":"moon","count":1}'])
  assert.equal(input.stdout, '2  the\n1  moon\n1  sun\n')
})

test('what is no text, a file that is not there', async () => {
  await using town = await openTown()
  const [image, missing] = await Promise.all([runCli(['words', town.url('library', '/image.jpg')]), runCli(['words', './nowhere.txt'])])
  assert.deepEqual([image.code, image.stdout], [7, ''])
  assert.match(image.stderr, /^orbweaver: This is no text but image\/jpeg[^\n]*\n$/)
  assert.equal(missing.code, 3)
  assert.match(missing.stderr, /^orbweaver: \.\/nowhere\.txt cannot be read[^\n]*\n$/)
})
