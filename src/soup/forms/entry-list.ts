import { CrawlError } from '../../base/crawl-error.ts'
import type { Field, Form } from './forms.ts'
import { sent } from './forms.ts'

/** A file to send. */
export type FileValue = { readonly filename: string; readonly type?: string | undefined; readonly bytes: Uint8Array }

/** One text or file, or several; `true`: what the box sends when it is checked; `false` and null: nothing. */
export type FieldValue = string | number | boolean | null | FileValue | readonly (string | number | FileValue)[]

export type Entry = readonly [name: string, value: string | FileValue]

const pressed: ReadonlySet<string> = new Set(['submit', 'image', 'reset', 'button'])

/**
 * What a form sends, in document order (HTML, section 4.10.21.4). Values that are given take the place of all that the page has under that
 * name, at its first control, also where that is disabled.
 * @throws CrawlError usage for a name that the form does not have
 */
export function entryList(form: Form, given: ReadonlyMap<string, FieldValue>, button: Field | null): Entry[] {
  const names = new Set(form.fields.map(({ name }) => name))
  for (const name of given.keys()) {
    if (name !== '' && names.has(name)) continue
    const known = [...names].filter(known => known !== '').join(', ')
    throw new CrawlError('usage', `The form has no field "${name}"; it has: ${known}. Give what the page does not have as \`extra\`.`)
  }
  const entries: Entry[] = []
  const done = new Set<string>()
  for (const field of form.fields) {
    const value = given.get(field.name)
    if (value === undefined) entries.push(...defaults(field, button))
    else if (!done.has(field.name)) entries.push(...givenEntries(form, field.name, value))
    if (value !== undefined) done.add(field.name)
  }
  return entries
}

function defaults(field: Field, button: Field | null): Entry[] {
  const { name, type, value } = field
  if (field.disabled || (pressed.has(type) && field !== button)) return []
  if (type === 'image') return ['x', 'y'].map((axis): Entry => [name === '' ? axis : `${name}.${axis}`, '0'])
  if (name === '') return []
  if (type === 'checkbox' || type === 'radio') return field.checked ? [[name, value]] : []
  if (type === 'select' || type === 'select-multiple') return field.options.filter(sent).map((option): Entry => [name, option.value])
  if (type === 'file') return [[name, { filename: '', type: 'application/octet-stream', bytes: new Uint8Array() }]]
  if (type === 'hidden' && name.toLowerCase() === '_charset_') return [[name, 'UTF-8']]
  const direction = field.tag.get('dirname')
  return direction
    ? [
        [name, value],
        [direction, field.tag.get('dir')?.toLowerCase() === 'rtl' ? 'rtl' : 'ltr'],
      ]
    : [[name, value]]
}

function givenEntries({ fields }: Form, name: string, value: FieldValue): Entry[] {
  if (value === null || value === false) return []
  if (value === true) return [[name, fields.find(field => field.name === name)!.value]]
  if (Array.isArray(value)) return (value as readonly (string | number | FileValue)[]).map((one): Entry => [name, written(one)])
  return [[name, written(value as string | number | FileValue)]]
}

function written(value: string | number | FileValue): string | FileValue {
  return typeof value === 'object' ? value : String(value)
}
