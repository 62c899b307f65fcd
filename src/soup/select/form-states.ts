import { htmlNamespace } from '../tree/attributes.ts'
import type { Tag } from '../tree/tag.ts'
import type { Context, Test } from './context.ts'
import { parentTag, previousTag } from './context.ts'
import { isDefaultButton, isOfUncheckedGroup } from './form-owner.ts'
import { inherited } from './inherited.ts'
import { rangeOf } from './range-of.ts'

/** States of form controls as the markup tells them (HTML, section 4.16.3). */
export const formStates: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['checked', html(tag => (isChoice(tag) && tag.has('checked')) || (tag.name === 'option' && tag.has('selected')))],
  ['disabled', html(isDisabled)],
  ['enabled', html((tag, context) => canBeDisabled.has(tag.name) && !isDisabled(tag, context) && typeOf(tag) !== 'hidden')],
  ['required', html(tag => canBeRequired.has(tag.name) && tag.has('required'))],
  ['optional', html(tag => canBeRequired.has(tag.name) && !tag.has('required'))],
  ['placeholder-shown', html(tag => (tag.get('placeholder') ?? '') !== '' && isBlank(tag))],
  ['default', html(isDefault)],
  ['indeterminate', html(isIndeterminate)],
  ['read-write', html(isReadWrite)],
  ['read-only', (tag, context) => !(tag.namespace === htmlNamespace && isReadWrite(tag, context))],
  ['in-range', html(tag => rangeOf(tag) === 'in')],
  ['out-of-range', html(tag => rangeOf(tag) === 'out')],
])

const canBeDisabled: ReadonlySet<string> = new Set(['button', 'input', 'select', 'textarea', 'optgroup', 'option', 'fieldset'])
const canBeRequired: ReadonlySet<string> = new Set(['input', 'select', 'textarea'])
const textTypes: ReadonlySet<string> = new Set(['', 'text', 'search', 'url', 'tel', 'email', 'password', 'number'])
const writtenTypes: ReadonlySet<string> = new Set([...textTypes, 'date', 'datetime-local', 'month', 'time', 'week'])

function html(test: Test): Test {
  return (tag, context) => tag.namespace === htmlNamespace && test(tag, context)
}

function typeOf(tag: Tag): string {
  return tag.get('type')?.toLowerCase() ?? ''
}

function isChoice(tag: Tag): boolean {
  return tag.name === 'input' && (typeOf(tag) === 'checkbox' || typeOf(tag) === 'radio')
}

/** By its own attribute, its optgroup's, or that of a fieldset around it, in whose first legend it does not stand. */
function isDisabled(tag: Tag, context: Context): boolean {
  if (!canBeDisabled.has(tag.name)) return false
  if (tag.has('disabled')) return true
  const parent = parentTag(tag)
  if (tag.name === 'option') return parent?.name === 'optgroup' && parent.has('disabled')
  return tag.name !== 'optgroup' && isInDisabledFieldset(tag, context)
}

const isInDisabledFieldset = inherited(
  tag => {
    const parent = parentTag(tag)
    return (parent?.name === 'fieldset' && parent.has('disabled') && !isFirstLegend(tag)) || undefined
  },
  () => false,
)

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
function isDefault(tag: Tag, context: Context): boolean {
  if (isChoice(tag)) return tag.has('checked')
  return tag.name === 'option' ? tag.has('selected') : isDefaultButton(tag, context)
}

/** A progress bar without a value; a checkbox that says so; a radio button of whose group none is checked. */
function isIndeterminate(tag: Tag, context: Context): boolean {
  if (tag.name === 'progress') return !tag.has('value')
  if (!isChoice(tag)) return false
  return typeOf(tag) === 'checkbox' ? tag.has('indeterminate') : isOfUncheckedGroup(tag, context)
}

function isReadWrite(tag: Tag, context: Context): boolean {
  const edited = tag.get('contenteditable')?.toLowerCase()
  if (edited !== undefined && edited !== 'false') return true
  const isWritten = tag.name === 'textarea' || (tag.name === 'input' && writtenTypes.has(typeOf(tag)))
  return isWritten && !tag.has('readonly') && !isDisabled(tag, context)
}
