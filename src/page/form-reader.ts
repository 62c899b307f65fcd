import { decodeHTML } from 'entities'
import { copyText } from '../base/copy-text.ts'
import { limits } from '../base/limits.ts'
import { collapseSpace } from './clean-text.ts'

export type RawForm = {
  /** As written; empty when the form asks its own page. */
  readonly action: string
  /** Lower case; `get` when absent. */
  readonly method: string
  readonly enctype: string
  /** Named controls in document order. */
  readonly fields: FormField[]
}

export type FormField = { readonly name: string; readonly type: string; value: string }

export type ControlKind = 'input' | 'button' | 'select' | 'textarea'

/** Takes the raw text of an element once it is closed. */
export type TakeText = (raw: string) => void

/** The forms of one page, told of tags in document order; how a tag is read is the scanner's. */
export class FormReader {
  readonly forms: RawForm[] = []
  /** Forms do not nest: while one is open, the next is not opened. */
  isOpen = false
  #select: { hasValue: boolean; readonly field: FormField } | undefined = undefined

  /** At most `limits.linksPerPage` are kept. Empty method and enctype stand for the defaults of HTML. */
  open(action = '', method = '', enctype = ''): void {
    if (this.isOpen || this.forms.length >= limits.linksPerPage) return
    this.isOpen = true
    this.forms.push({ action, method: method || 'get', enctype: enctype || 'application/x-www-form-urlencoded', fields: [] })
  }

  /** @returns for a textarea what takes its text */
  addControl(kind: ControlKind, name: string, type: string, value: string | undefined): TakeText | undefined {
    const { fields } = this.forms.at(-1)!
    if (name === '' || fields.length >= limits.linksPerPage) return undefined
    const ownType = type || (kind === 'input' ? 'text' : 'submit')
    const isTyped = kind === 'input' || kind === 'button'
    const field = { name, type: isTyped ? ownType : kind, value: isTyped ? (value ?? defaultValue(ownType)) : '' }
    fields.push(field)
    if (kind === 'select') this.#select = { hasValue: false, field }
    if (kind !== 'textarea') return undefined
    return raw => {
      field.value = copyText(decodeHTML(raw).replace(/^\r?\n/, ''))
    }
  }

  /** The selected option speaks for its select; without one, the first. */
  wantsOption(isSelected: boolean): boolean {
    return this.#select !== undefined && (isSelected || !this.#select.hasValue)
  }

  /** An option that is wanted. @returns what takes its text, when it names no value */
  addOption(value: string | undefined): TakeText | undefined {
    const select = this.#select
    if (select === undefined) return undefined
    select.hasValue = true
    if (value === undefined)
      return raw => {
        select.field.value = copyText(collapseSpace(decodeHTML(raw)))
      }
    select.field.value = value
    return undefined
  }

  /** @param name of the end tag, lower case */
  close(name: string): void {
    if (name === 'form') this.isOpen = false
    if (name === 'form' || name === 'select') this.#select = undefined
  }
}

/** What a checked box sends when it names no value. */
function defaultValue(type: string): string {
  return type === 'checkbox' || type === 'radio' ? 'on' : ''
}
