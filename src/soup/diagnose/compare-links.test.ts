import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTown } from '../../testing/index.ts'
import { compareLinks } from './compare-links.ts'

const town = await openTown()
after(() => town.close())

const page = `<a href="http://a.example/1">One</a> and <a href="http://a.example/2">Two</a>\r
<a href='http://a.example/single'>x</a> <A HREF="http://a.example/capitals">x</A> <a href=/bare>x</a> <a href="b">x</a>
<a href="http://a.example/?a=1&amp;b=2">x</a> <a href = "http://a.example/space">x</a> <a href="http://a.example/
line">x</a>
<!-- <a href="http://a.example/comment">x</a> --><script>'<a href="http://a.example/script">'</script>
<link href="http://a.example/style.css"> <a title='href="http://a.example/title"'>x</a> href="http://a.example/text"`

test('what an expression misses, spoils and invents, and why (P27)', () => {
  assert.deepEqual(
    compareLinks(page, 'http://a.example/x/').map(({ line, column, url, found, why }) =>
      `${line}:${column} ${found} ${url.replace('http://a.example', '')} ${why}`.trim(),
    ),
    [
      '1:4 both /1',
      '1:45 both /2',
      '2:4 tree /single it stands between single quotes',
      '2:44 tree /capitals the name is not in small letters',
      '2:86 tree /bare it stands without quotes',
      '2:106 tree /x/b it does not begin with http://',
      '3:4 spoilt /?a=1&b=2 the expression has http://a.example/?a=1&amp;b=2',
      '3:50 tree /space white space stands around the equals sign',
      '3:91 tree /line a line end stands in it',
      '5:9 regex /comment it stands in a comment',
      '5:62 regex /script it stands in <script>',
      '6:7 regex /style.css it is the href of <link>',
      '6:52 regex /title it stands in the title of <a>',
      '6:89 regex /text it stands in text',
    ],
  )
})

test('on the web of two pages both agree (P23, P24)', async () => {
  const url = town.url('library', '/page1.htm')
  const compared = compareLinks(await (await fetch(url)).text(), url)
  assert.deepEqual(
    compared.map(({ url, found }) => [url, found]),
    [[town.url('library', '/page2.htm'), 'both']],
  )
})

test('a link that the tree holds twice is one; hostile pages', () => {
  assert.equal(compareLinks('<p><a href="http://a/"><p>x<p>y').length, 1)
  for (const piece of ['<a href="http://x">', 'href="http://', '<!--href="http://x"-->', '<a href=x>', '<p><a href="http://x"'])
    compareLinks(piece.repeat(10_000))
})
