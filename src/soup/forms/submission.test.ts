import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrawlError } from '../../base/crawl-error.ts'
import { parseSoup } from '../parse/parse-soup.ts'
import type { FieldValue } from './entry-list.ts'
import { forms } from './forms.ts'
import type { SubmissionOptions } from './submission.ts'
import { submission } from './submission.ts'

const formOf = (html: string) => forms(parseSoup(html), 'http://town.test/dist/?old=1#top')[0]!
const sent = (html: string, values: Record<string, FieldValue> = {}, options: SubmissionOptions = {}) => {
  const { method, url, headers, body } = submission(formOf(html), values, options)
  return [`${method} ${url}`, ...(body === undefined ? [] : [headers.join(': '), new TextDecoder().decode(body)])]
}

test('GET puts the fields in the place of the query; POST sends 13 bytes for two airports (Z57, Z63)', () => {
  const fields = '<input name=a1 value=lga><input name=a2>'
  assert.deepEqual(sent(`<form action="/q?x=1#y">${fields}</form>`, { a2: 'cpt' }), ['GET http://town.test/q?a1=lga&a2=cpt'])
  assert.deepEqual(sent(`<form method=post>${fields}</form>`, { a2: 'cpt' }), [
    'POST http://town.test/dist/?old=1',
    'Content-Type: application/x-www-form-urlencoded',
    'a1=lga&a2=cpt',
  ])
})

test('what is sent: what is named, not disabled, checked, chosen, and the button that is pressed', () => {
  const html = `<form action=/s><input value=nameless><input name=off disabled value=1><input type=checkbox name=c value=1>
    <input type=checkbox name=c value=2 checked><select name=m multiple><option selected>a<option selected disabled>b<option selected>c</select>
    <input type=reset name=r value=r><button type=button name=b value=b>x</button><input type=hidden name=_charset_><input type=file name=f>
    <input name=d dirname=d.dir value="é&amp; ü"><input type=submit name=go value=Go><input type=image name=pic></form>`
  const tail = 'c=2&m=a&m=c&_charset_=UTF-8&f=&d=%C3%A9%26+%C3%BC&d.dir=ltr'
  assert.deepEqual(sent(html), [`GET http://town.test/s?${tail}&go=Go`])
  assert.deepEqual(sent(html, {}, { button: null }), [`GET http://town.test/s?${tail}`])
  const image = formOf(html).fields.at(-1)
  assert.deepEqual(sent(html, {}, { button: null, extra: [['token', 't']] }), [`GET http://town.test/s?${tail}&token=t`])
  assert.equal(submission(formOf(html), {}, { button: image }).url.endsWith('pic.x'), false)
  const form = formOf(html)
  assert.ok(submission(form, {}, { button: form.fields.at(-1) }).url.endsWith('&pic.x=0&pic.y=0'))
})

test('values stand where the first control of their name stands', () => {
  const html =
    '<form action=/s><input type=checkbox name=c value=1><input name=z value=z><input type=checkbox name=c value=2 checked></form>'
  const query = (values: Record<string, FieldValue>) => sent(html, values)[0]?.split('?')[1]
  assert.equal(query({ c: ['1', 2] }), 'c=1&c=2&z=z')
  assert.equal(query({ c: true }), 'c=1&z=z')
  assert.equal(query({ c: false, z: null }), '')
  assert.equal(query({ z: 7 }), 'z=7&c=2')
})

test('a button can say where and how; its form can be elsewhere', () => {
  const html = `<form id=f method=post action=/a><textarea name=t>x
y</textarea></form><button form=f formaction=/b formmethod=get>Go</button>`
  assert.deepEqual(sent(html), ['GET http://town.test/b?t=x%0D%0Ay'])
  assert.deepEqual(sent(html, {}, { button: null }).slice(0, 1), ['POST http://town.test/a'])
})

test('multipart and plain text', () => {
  const fields = '<input name=\'a"b\' value="1"><input type=file name=f></form>'
  const file = { filename: 'x.txt', type: 'text/plain', bytes: new TextEncoder().encode('hello') }
  const [, type, body] = sent(`<form method=post enctype=multipart/form-data>${fields}`, { f: file }, { boundary: 'XX' })
  assert.equal(type, 'Content-Type: multipart/form-data; boundary=XX')
  assert.deepEqual(body?.split('\r\n'), [
    '--XX',
    'Content-Disposition: form-data; name="a%22b"',
    '',
    '1',
    '--XX',
    'Content-Disposition: form-data; name="f"; filename="x.txt"',
    'Content-Type: text/plain',
    '',
    'hello',
    '--XX--',
    '',
  ])
  assert.deepEqual(sent(`<form method=post enctype=text/plain>${fields}`, { f: file }).slice(1), [
    'Content-Type: text/plain',
    'a"b=1\r\nf=x.txt\r\n',
  ])
})

test('multipart is what the platform reads as a form', async () => {
  const form = formOf('<form method=post enctype=multipart/form-data><input name="n&quot;" value="a&#10;b"><input type=file name=f></form>')
  const { headers, body } = submission(form, { f: { filename: 'ü.bin', bytes: Uint8Array.of(0, 13, 10, 255) } })
  const read = await new Response(body!.slice(), { headers: { 'Content-Type': headers[1]! } }).formData()
  assert.deepEqual([...read.keys()], ['n"', 'f'])
  const file = read.get('f') as File
  assert.deepEqual([file.name, [...new Uint8Array(await file.arrayBuffer())]], ['ü.bin', [0, 13, 10, 255]])
})

test('what cannot be sent is refused with the next step', () => {
  const refused = (html: string, values = {}) => {
    assert.throws(
      () => sent(html, values),
      (error: CrawlError) => error.code === 'usage',
    )
  }
  refused('<form action=/><input name=a></form>', { b: '1' })
  refused('<form action="javascript:go()"></form>')
  refused('<form action=/ method=dialog></form>')
  assert.throws(() => sent('<form action=/><input name=user></form>', { usr: '1' }), /no field "usr"; it has: user\. Give .* as `extra`/)
  assert.throws(() => submission(forms(parseSoup('<form action=a></form>'))[0]!), /Give `forms` the page's URL/)
})
