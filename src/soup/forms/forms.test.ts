import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSoup } from '../parse/parse-soup.ts'
import type { Form } from './forms.ts'
import { forms } from './forms.ts'

const url = 'http://town.test/air/dist/?old=1#top'
const read = (html: string) => forms(parseSoup(html), url)
const brief = ({ fields }: Form) => fields.map(({ name, type, value, checked }) => `${name}:${type}=${value}${checked ? ' checked' : ''}`)

test('a form tells its URL and its parameters (Z59)', () => {
  const [form] = read(`<base href="/x/"><form action="q?z" METHOD=Post name=dist enctype=Multipart/Form-Data>
    <label for=f>From <b>airport</b></label> <input name=a1 id=f value="lga" required>
    <label>To <select name=a2><option>ber<option value=cpt selected>Cape Town</select></label>
    <input type=hidden name=key value=k1><input type=range name=r><button>Go</button></form>`)
  assert.deepEqual([form?.name, form?.method, form?.action], ['dist', 'post', 'http://town.test/x/q?z'])
  assert.equal(form?.enctype, 'multipart/form-data')
  assert.deepEqual(brief(form!), ['a1:text=lga', 'a2:select=cpt', 'key:hidden=k1', 'r:range=50', ':submit='])
  assert.deepEqual(
    form?.fields.map(({ label, required }) => [label, required]),
    [
      ['From airport', true],
      ['To', false],
      ['', false],
      ['', false],
      ['', false],
    ],
  )
})

test('defaults as a browser has them', () => {
  const [form] = read(`<form>
    <input type=checkbox name=c checked><input type=checkbox name=c value=2><input type=radio name=r value=1 checked>
    <input type=radio name=r value=2 checked><textarea name=t>
 two
lines</textarea><select name=none size=2><option>a</select><select name=first><option disabled>a<option>b</select>
    <select name=many multiple><option selected>a<option>b<option selected value=>c</select>
    <input type=number name=n value=1x><input type=number name=m value=-1.5e3><input type=color name=k><input type=email name=e value="
 a@b ">
    <input type=nonsense name=o value="a
b"><input type=range name=g min=10 max=4 value=7><input type=date name=d value=2024-1-1></form>`)
  assert.deepEqual(brief(form!), [
    'c:checkbox=on checked',
    'c:checkbox=2',
    'r:radio=1',
    'r:radio=2 checked',
    't:textarea= two\nlines',
    'none:select=',
    'first:select=b',
    'many:select-multiple=a',
    'n:number=',
    'm:number=-1.5e3',
    'k:color=#000000',
    'e:email=a@b',
    'o:text=ab',
    'g:range=10',
    'd:date=',
  ])
  assert.deepEqual(
    form?.fields[7]?.options.map(({ value, selected }) => [value, selected]),
    [
      ['a', true],
      ['b', false],
      ['', true],
    ],
  )
})

test('controls belong to the form around them, to the one they name, or to the one that a table pushed out', () => {
  const [a, b, c] = read(`<form id=a><input name=in></form><input name=named form=b><form id=b></form><input name=astray form=no>
    <input name=loose><table><form id=c><tr><td><input name=cell></form></table><input name=after>`)
  assert.deepEqual(
    [a, b, c].map(form => brief(form!)),
    [['in:text='], ['named:text='], ['cell:text=']],
  )
})

test('a disabled fieldset disables all but its first legend; datalists and templates have no controls', () => {
  const [form] = read(`<form><fieldset disabled><legend><input name=yes></legend><legend><input name=no></legend>
    <fieldset><input name=no></fieldset></fieldset><input name=yes><input name=no disabled>
    <datalist><input name=gone></datalist><template><input name=gone></template></form>`)
  assert.deepEqual(
    form?.fields.map(({ name, disabled }) => [name, disabled]),
    [
      ['yes', false],
      ['no', true],
      ['no', true],
      ['yes', false],
      ['no', true],
    ],
  )
})

test('a form without action asks its own page; one whose base is unknown keeps what is written', () => {
  assert.equal(read('<base href=/other/><form></form>')[0]?.action, url)
  assert.deepEqual(
    forms(parseSoup('<form action="a b"></form><form action="http://x.test/"></form>')).map(({ action }) => action),
    ['a b', 'http://x.test/'],
  )
})

test('20,000 controls in as many fieldsets, labels and forms', () => {
  const deep = read(`<form>${'<fieldset disabled><label>x<input name=a>'.repeat(20_000)}`)
  assert.equal(deep[0]?.fields.length, 20_000)
  assert.equal(read('<form><input name=a></form>'.repeat(20_000)).length, 20_000)
})
