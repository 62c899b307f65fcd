import { absoluteUrl, baseOf } from '../read/document-base.ts'
import { collapseSpace, plainText } from '../read/plain-text.ts'
import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'
import { inputValue } from './control-value.ts'
import type { Control } from './controls.ts'
import { readControls } from './controls.ts'

export type Form = {
  readonly tag: Tag
  /** Its `id`, else its `name`; empty without one. */
  readonly name: string
  readonly method: 'get' | 'post' | 'dialog'
  /** Absolute, or as written when there is no base. */
  readonly action: string
  readonly enctype: 'application/x-www-form-urlencoded' | 'multipart/form-data' | 'text/plain'
  /** All its controls in document order, those too that send nothing. */
  readonly fields: readonly Field[]
}

export type Field = {
  readonly tag: Tag
  /** Empty when it has none: it sends nothing then. */
  readonly name: string
  /** Of an input its type; `select`, `select-multiple`, `textarea`; of a button `submit`, `reset` or `button`. */
  readonly type: string
  /** What it sends as the page comes: of a box or radio button, if it is checked; of a select, the first option chosen. */
  readonly value: string
  /** Of boxes and radio buttons. */
  readonly checked: boolean
  /** Of a select. */
  readonly options: readonly Option[]
  /** A disabled control sends nothing. */
  readonly disabled: boolean
  readonly required: boolean
  readonly readOnly: boolean
  /** What it is called for people: its label, else `aria-label`, `placeholder`, `title`. */
  readonly label: string
}

export type Option = { readonly value: string; readonly label: string; readonly selected: boolean; readonly disabled: boolean }

/** The forms of a page with what they would send. @param pageUrl the page's own URL; without it actions stay as written */
export function forms(root: Branch, pageUrl = ''): Form[] {
  const base = baseOf(root, pageUrl)
  const { forms: tags, controls } = readControls(root)
  const owned = Map.groupBy(controls, ({ form }) => form)
  const labels = new Map<Tag, string>()
  return tags.map(tag => ({
    tag,
    name: tag.get('id') || tag.get('name') || '',
    method: methodOf(tag.get('method')),
    action: actionOf(tag.get('action'), base, pageUrl),
    enctype: enctypeOf(tag.get('enctype')),
    fields: withOneOfEachGroup((owned.get(tag) ?? []).filter(({ offered }) => !offered).map(control => fieldOf(control, labels))),
  }))
}

export function methodOf(value = ''): Form['method'] {
  const method = value.toLowerCase()
  return method === 'post' || method === 'dialog' ? method : 'get'
}

export function enctypeOf(value = ''): Form['enctype'] {
  const type = value.toLowerCase()
  return type === 'multipart/form-data' || type === 'text/plain' ? type : 'application/x-www-form-urlencoded'
}

/** Without an action a form asks its own page (HTML, section 4.10.21.3). */
export function actionOf(written: string | undefined, base: string, pageUrl: string): string {
  const action = written?.trim() ?? ''
  return action === '' ? pageUrl : (absoluteUrl(action, base) ?? action)
}

function fieldOf({ tag, disabled, label }: Control, labels: Map<Tag, string>): Field {
  const type = typeOf(tag)
  const options = tag.name === 'select' ? optionsOf(tag) : []
  return {
    tag,
    name: tag.get('name') ?? '',
    type,
    value: tag.name === 'select' ? (options.find(sent)?.value ?? '') : ownValue(tag, type),
    checked: (type === 'checkbox' || type === 'radio') && tag.has('checked'),
    options,
    disabled,
    required: tag.has('required'),
    readOnly: tag.has('readonly'),
    label: labelOf(label, labels) || tag.get('aria-label') || tag.get('placeholder') || tag.get('title') || '',
  }
}

export function sent({ selected, disabled }: Option): boolean {
  return selected && !disabled
}

const inputTypes: ReadonlySet<string> = new Set(
  `hidden text search tel url email password date month week time datetime-local number range color checkbox radio file submit image reset
  button`.split(/\s+/),
)

function typeOf(tag: Tag): string {
  const written = tag.get('type')?.toLowerCase() ?? ''
  if (tag.name === 'select') return tag.has('multiple') ? 'select-multiple' : 'select'
  if (tag.name === 'textarea') return 'textarea'
  if (tag.name === 'button') return written === 'reset' || written === 'button' ? written : 'submit'
  return inputTypes.has(written) ? written : 'text'
}

function ownValue(tag: Tag, type: string): string {
  if (tag.name === 'textarea') return tag.getText()
  return tag.name === 'button' ? (tag.get('value') ?? '') : inputValue(type, tag)
}

/** Which are chosen (HTML, section 4.10.7): of a select of one, the last marked; unless marked, the first that can be. */
function optionsOf(select: Tag): Option[] {
  const options = select.findAll('option').map((option): Option => {
    const text = collapseSpace(option.getText())
    const disabled = option.has('disabled') || (option.up?.kind === 'tag' && option.up.name === 'optgroup' && option.up.has('disabled'))
    return { value: option.get('value') ?? text, label: option.get('label') || text, selected: option.has('selected'), disabled }
  })
  if (select.has('multiple')) return options
  const size = Number.parseInt(select.get('size') ?? '', 10)
  let chosen = options.findLastIndex(({ selected }) => selected)
  if (chosen < 0 && !(size > 1)) chosen = options.findIndex(({ disabled }) => !disabled)
  return options.map((option, at) => ({ ...option, selected: at === chosen }))
}

/** Of the radio buttons of one name, the last that is checked stays so. */
function withOneOfEachGroup(fields: readonly Field[]): Field[] {
  const last = new Map<string, Field>()
  for (const field of fields) if (field.type === 'radio' && field.checked && field.name !== '') last.set(field.name, field)
  return fields.map(field => {
    const checkedOne = field.type === 'radio' ? last.get(field.name) : undefined
    return checkedOne === undefined || checkedOne === field ? field : { ...field, checked: false }
  })
}

function labelOf(label: Tag | undefined, known: Map<Tag, string>): string {
  if (label === undefined) return ''
  const text =
    known.get(label) ?? plainText(label, ({ name }) => name === 'select' || name === 'textarea' || name === 'button' || name === 'label')
  known.set(label, text)
  return text
}
