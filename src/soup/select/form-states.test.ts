import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFragment, parseSoup } from '../index.ts'

function finds(html: string, cases: readonly (readonly [selector: string, ids: string])[]): void {
  const soup = parseSoup(html)
  for (const [selector, ids] of cases)
    assert.equal(
      soup
        .select(`${selector}[id]`)
        .map(tag => tag.get('id'))
        .join(''),
      ids,
      selector,
    )
}

test('checked, required, optional, placeholder', () => {
  finds(
    `<input id=a type=checkbox checked><input id=b type=RADIO checked><input id=c checked><select id=d required><option id=e selected></select>
    <input id=f placeholder=x><input id=g placeholder=x value=y><input id=h placeholder><textarea id=i placeholder=x>
</textarea><textarea id=j placeholder=x>y</textarea><input id=k type=date placeholder=x required>`,
    [
      [':checked', 'abe'],
      [':required', 'dk'],
      [':optional', 'abcfghij'],
      [':placeholder-shown', 'fi'],
    ],
  )
})

test('disabled: by itself, its optgroup, a fieldset but for its first legend', () => {
  finds(
    `<fieldset id=a disabled><b></b><legend><input id=b><fieldset id=c><input id=d></fieldset></legend><legend><input id=e></legend>
    <div><button id=f></button><fieldset id=g disabled><legend><input id=h></legend></fieldset></div></fieldset>
    <select id=i><optgroup id=j disabled><option id=k></optgroup><option id=l disabled></select><input id=m disabled><input id=n type=hidden><p id=o disabled>`,
    [
      [':disabled', 'aefghjklm'],
      [':enabled', 'bcdi'],
    ],
  )
})

test('default: what is chosen at first, and the first submit button of each form', () => {
  finds(
    `<input id=a type=submit><form><input id=b><button id=c type=submit></button><input id=d type=submit><input id=e type=checkbox checked></form>
    <form><template><form><button id=f type=submit></button></form></template><button id=g type=submit></button></form><option id=h selected>`,
    [[':default', 'cefgh']],
  )
})

test('indeterminate: progress, and radio buttons of a group of which none is checked', () => {
  finds(
    `<progress id=a></progress><progress id=b value=1></progress><input id=c type=checkbox indeterminate><input id=d type=radio>
    <input id=e type=radio name=x><form><input id=f type=radio name=x><input id=g type=radio name=x checked><input id=h type=radio name=y></form>
    <input id=i type=radio name=z checked><input id=j type=radio name=z>`,
    [[':indeterminate', 'acdeh']],
  )
})

test('what can be written in', () => {
  finds(
    `<input id=a><input id=b readonly><input id=c type=checkbox><textarea id=d></textarea><p id=e contenteditable></p><p id=f contenteditable=false></p>
    <fieldset disabled><input id=g></fieldset><input id=h type=date><p id=i></p>`,
    [
      [':read-write', 'adeh'],
      [':read-only', 'bcfgi'],
    ],
  )
})

test('ranges compare as numbers or dates; a value that is none is in it', () => {
  finds(
    `<input id=a type=number min=1 max=10 value=9><input id=b type=number min=1 max=10 value=11><input id=c type=number min=1 value=0.5>
    <input id=d type=date min=2020-01-01 value=2019-12-31><input id=e type=week max=2020-W02 value=2020-W10><input id=f type=time min=09:00 value=10:00>
    <input id=g type=number value=1><input id=h type=text min=1 value=0><input id=i type=range min=1><input id=j type=number min=1 value=x>`,
    [
      [':in-range', 'afij'],
      [':out-of-range', 'bcde'],
    ],
  )
})

test('language by the nearest attribute, by ranges, at last by the meta of the page', () => {
  finds(
    `<meta http-equiv=Content-Language content=fr><p id=a><b id=b lang=de-Latn-AT><i id=c></i><u id=d lang></u></b><svg id=e xml:lang=zh-TW></svg>`,
    [
      [':lang(fr)', 'a'],
      [':lang(de)', 'bc'],
      [':lang(DE-at)', 'bc'],
      [":lang('*-AT')", 'bc'],
      [':lang(de-CH)', ''],
      [':lang(de-AT-x)', ''],
      [':lang(fr, "zh")', 'ae'],
      [":lang('*')", 'abce'],
    ],
  )
})

test('direction by attribute, by the first letter where that says auto, by what is around', () => {
  finds(
    `<div id=a dir=rtl><b id=b></b><b id=c dir=LTR><i id=d></i></b><b id=e dir=auto>1 abc \u05d0</b><b id=f dir=auto>&lt; \u05d0 abc</b><b id=g dir=auto>12</b></div>
    <bdi id=h>\u0627</bdi><bdi id=i>x</bdi><input id=j dir=auto value=\u05d0><input id=k type=tel><p id=l dir=x></p><svg id=m dir=rtl></svg>`,
    [
      [':dir(rtl)', 'abfghj'],
      [':dir(ltr)', 'cdeikl'],
    ],
  )
  assert.equal(parseFragment(`<p dir=auto><b>${'x'.repeat(5000)}</b>`).select(':dir(ltr)').length, 2)
})
