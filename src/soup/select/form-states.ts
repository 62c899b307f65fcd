import { htmlNamespace } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import type { Test } from './context.ts'
import { parentTag, previousTag } from './context.ts'

/** States of form controls as the markup tells them (HTML, section 4.16.3). */
export const formStates: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['checked', html(tag => (isChoice(tag) && tag.has('checked')) || (tag.name === 'option' && tag.has('selected')))],
  ['disabled', html(isDisabled)],
  ['enabled', html(tag => canBeDisabled.has(tag.name) && !isDisabled(tag) && typeOf(tag) !== 'hidden')],
  ['required', html(tag => canBeRequired.has(tag.name) && tag.has('required'))],
  ['optional', html(tag => canBeRequired.has(tag.name) && !tag.has('required'))],
  ['placeholder-shown', html(tag => tag.has('placeholder') && tag.get('placeholder') !== '' && isBlank(tag))],
  ['default', html(isDefault)],
  ['indeterminate', html(isIndeterminate)],
  ['read-write', html(isReadWrite)],
  ['read-only', tag => !(tag.namespace === htmlNamespace && isReadWrite(tag))],
  ['in-range', html(tag => rangeOf(tag) === 'in')],
  ['out-of-range', html(tag => rangeOf(tag) === 'out')],
  ['dir-ltr', html(tag => directionOf(tag) === 'ltr')],
  ['dir-rtl', html(tag => directionOf(tag) === 'rtl')],
])

const canBeDisabled: ReadonlySet<string> = new Set(['button', 'input', 'select', 'textarea', 'optgroup', 'option', 'fieldset'])
const canBeRequired: ReadonlySet<string> = new Set(['input', 'select', 'textarea'])
const textTypes: ReadonlySet<string> = new Set(['', 'text', 'search', 'url', 'tel', 'email', 'password', 'number'])
const writtenTypes: ReadonlySet<string> = new Set([...textTypes, 'date', 'datetime-local', 'month', 'time', 'week'])

function html(test: (tag: Tag) => boolean): Test {
  return tag => tag.namespace === htmlNamespace && test(tag)
}

function typeOf(tag: Tag): string {
  return tag.get('type')?.toLowerCase() ?? ''
}

function isChoice(tag: Tag): boolean {
  return tag.name === 'input' && (typeOf(tag) === 'checkbox' || typeOf(tag) === 'radio')
}

/** By its own attribute, its optgroup's, or that of a fieldset around it, in whose first legend it does not stand. */
function isDisabled(tag: Tag): boolean {
  if (!canBeDisabled.has(tag.name)) return false
  if (tag.has('disabled')) return true
  const parent = parentTag(tag)
  if (tag.name === 'option') return parent?.name === 'optgroup' && parent.has('disabled')
  if (tag.name === 'optgroup') return false
  for (let at: Tag = tag, up = parent; up !== null; at = up, up = parentTag(up)) {
    if (up.name === 'fieldset' && up.has('disabled') && !isFirstLegend(at)) return true
  }
  return false
}

function isFirstLegend(tag: Tag): boolean {
  if (tag.name !== 'legend') return false
  for (let at = previousTag(tag); at !== null; at = previousTag(at)) if (at.name === 'legend') return false
  return true
}

function isBlank(tag: Tag): boolean {
  if (tag.name === 'textarea') return /^[\r\n]*$/.test(tag.getText())
  return tag.name === 'input' && textTypes.has(typeOf(tag)) && (tag.get('value') ?? '') === ''
}

/** Checked or selected from the start, or the first submit button of its form. */
function isDefault(tag: Tag): boolean {
  if (isChoice(tag)) return tag.has('checked')
  if (tag.name === 'option') return tag.has('selected')
  const form = formOf(tag)
  return isSubmit(tag) && form !== null && form.find(isSubmit) === tag
}

function isSubmit(tag: Tag): boolean {
  return (tag.name === 'button' || tag.name === 'input') && typeOf(tag) === 'submit'
}

function formOf(tag: Tag): Tag | null {
  let at = parentTag(tag)
  while (at !== null && at.name !== 'form') at = parentTag(at)
  return at
}

/** A progress bar without a value; a checkbox that says so; a radio button of whose group none is checked. */
function isIndeterminate(tag: Tag): boolean {
  if (tag.name === 'progress') return !tag.has('value')
  if (!isChoice(tag)) return false
  if (typeOf(tag) === 'checkbox') return tag.has('indeterminate')
  const name = tag.get('name')
  const form = formOf(tag)
  if (name === undefined || name === '' || form === null) return !tag.has('checked')
  return form.find('input', { type: /^radio$/i, attrs: { name, checked: true } }) === null
}

function isReadWrite(tag: Tag): boolean {
  const edited = tag.get('contenteditable')?.toLowerCase()
  if (edited !== undefined && edited !== 'false') return true
  const written = tag.name === 'textarea' || (tag.name === 'input' && writtenTypes.has(typeOf(tag)))
  return written && !tag.has('readonly') && !isDisabled(tag)
}

const ranged: ReadonlySet<string> = new Set(['date', 'month', 'week', 'time', 'datetime-local', 'number', 'range'])

/** Values of one type compare as numbers or, since they are written from the year downwards, as texts. */
function rangeOf(tag: Tag): 'in' | 'out' | undefined {
  const type = typeOf(tag)
  const [least, most, value] = [tag.get('min'), tag.get('max'), tag.get('value')]
  if (tag.name !== 'input' || !ranged.has(type) || (least === undefined && most === undefined)) return undefined
  if (value === undefined || value === '') return 'in'
  const number = type === 'number' || type === 'range'
  const isLess = (one: string, other: string) => (number ? Number(one) < Number(other) : one < other)
  const out = (least !== undefined && isLess(value, least)) || (most !== undefined && isLess(most, value))
  return out ? 'out' : 'in'
}

function directionOf(tag: Tag): 'ltr' | 'rtl' {
  for (let at: Tag | null = tag; at !== null; at = parentTag(at)) {
    const direction = at.get('dir')?.toLowerCase()
    if (direction === 'ltr' || direction === 'rtl') return direction
    if (direction === 'auto') return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(at.getText().slice(0, 1000)) ? 'rtl' : 'ltr'
  }
  return 'ltr'
}
