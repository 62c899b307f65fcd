import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTown } from '../testing/index.ts'
import { linesOf, runCli } from './run-cli.test-helper.ts'

const base = ['--base', 'http://a.example/x/']
const page = `<a href="http://a.example/1">One</a> and <a href="http://a.example/2">Two</a>
<a href='http://a.example/single'>x</a> <A HREF="http://a.example/capitals">x</A> <a href=/bare>x</a>
<a href="http://a.example/?a=1&amp;b=2">x</a>
<!-- <a href="http://a.example/comment">x</a> --><script>'<a href="http://a.example/script">'</script>
<link href="http://a.example/style.css"> <a title='href="http://a.example/title"'>x</a>`

test('links by the expression of the book, by one of one’s own, greedy and not (P24, P25)', async () => {
  await using town = await openTown()
  const run = (...flags: string[]) => runCli(['links', '-', ...base, ...flags], { input: page })
  const [book, whole, greedy, url] = await Promise.all([
    run('--regex'),
    run('--expression', 'href="http://.+?"', '--json'),
    run('--greedy'),
    runCli(['links', town.url('library', '/page1.htm'), '--regex']),
  ])
  assert.deepEqual(linesOf(book.stdout).slice(0, 2), ['http://a.example/1', 'http://a.example/2'])
  assert.equal(linesOf(whole.stdout)[0], '{"match":"href=\\"http://a.example/1\\""}')
  assert.equal(linesOf(greedy.stdout)[0], 'http://a.example/1">One</a> and <a href="http://a.example/2')
  assert.equal(url.stdout, `${town.url('library', '/page2.htm')}\n`)
})

test('where expression and parser disagree (P27)', async () => {
  const { stdout } = await runCli(['links', '-', ...base, '--compare'], { input: page })
  assert.deepEqual(linesOf(stdout), [
    'both\thttp://a.example/1',
    'both\thttp://a.example/2',
    'parser\thttp://a.example/single',
    'parser\thttp://a.example/capitals',
    'parser\thttp://a.example/bare',
    'parser\thttp://a.example/?a=1&b=2',
    'regex\thttp://a.example/?a=1&amp;b=2',
    'regex\thttp://a.example/comment',
    'regex\thttp://a.example/script',
    'regex\thttp://a.example/style.css',
    'regex\thttp://a.example/title',
  ])
})

test('an expression that is none is refused', async () => {
  const { code, stderr } = await runCli(['links', '-', '--expression', '('], { input: '' })
  assert.equal(code, 2)
  assert.match(stderr, /--expression.*Give a regular expression/)
})
