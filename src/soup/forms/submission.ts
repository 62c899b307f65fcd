import { CrawlError } from '../../base/crawl-error.ts'
import type { Entry, FieldValue } from './entry-list.ts'
import { entryList } from './entry-list.ts'
import type { Field, Form } from './forms.ts'
import { actionOf, enctypeOf, methodOf } from './forms.ts'
import { multipart } from './multipart.ts'

/** A request as an order wants it. */
export type Submission = {
  readonly method: 'GET' | 'POST'
  /** Absolute, without fragment. */
  readonly url: string
  readonly headers: readonly string[]
  readonly body?: Uint8Array
}

export type SubmissionOptions = {
  /** The button that is pressed, one of the form's fields. Default: the first that submits; null: none. */
  readonly button?: Field | null | undefined
  /** Sent after the fields: what a script of the page would add. */
  readonly extra?: Iterable<Entry> | undefined
  /** Between the parts of multipart/form-data. Default by chance. */
  readonly boundary?: string | undefined
}

/**
 * What a browser asks for when the form is sent (HTML, section 4.10.21.3), in UTF-8.
 * @param values by name; what is not named is sent as the page has it
 * @throws CrawlError usage: a name that the form does not have, an action that is no address of the web, a form that sends nothing
 */
export function submission(
  form: Form,
  values: Readonly<Record<string, FieldValue>> | ReadonlyMap<string, FieldValue> = {},
  options: SubmissionOptions = {},
): Submission {
  const given = values instanceof Map ? (values as ReadonlyMap<string, FieldValue>) : new Map(Object.entries(values))
  const button = options.button === undefined ? defaultButton(form) : options.button
  const method = button?.tag.has('formmethod') ? methodOf(button.tag.get('formmethod')) : form.method
  if (method === 'dialog') throw new CrawlError('usage', 'The form closes a dialog and sends nothing. Press another button of it.')
  const enctype = button?.tag.has('formenctype') ? enctypeOf(button.tag.get('formenctype')) : form.enctype
  const url = URL.parse(button?.tag.get('formaction') ? actionOf(button.tag.get('formaction'), form.action, form.action) : form.action)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const where = url?.href ?? form.action
    throw new CrawlError('usage', `The form is sent to "${where.slice(0, 200)}", which is no http address. Give \`forms\` the page's URL.`)
  }
  url.hash = ''
  const entries = [...entryList(form, given, button), ...(options.extra ?? [])].map(withLineEnds)
  if (method === 'get') {
    url.search = `?${urlencoded(entries)}`
    return { method: 'GET', url: url.href, headers: [] }
  }
  const { type, body } = bodyOf(enctype, entries, options.boundary)
  return { method: 'POST', url: url.href, headers: ['Content-Type', type], body }
}

/** HTML, section 4.10.21.2: the first button that submits, unless it is disabled. */
function defaultButton({ fields }: Form): Field | null {
  const first = fields.find(({ type }) => type === 'submit' || type === 'image')
  return first === undefined || first.disabled ? null : first
}

/** HTML, section 4.10.21.4: line ends are CR LF when they are sent. */
function withLineEnds([name, value]: Entry): Entry {
  const crlf = (text: string) => text.replace(/\r\n?|\n/g, '\r\n')
  return [crlf(name), typeof value === 'string' ? crlf(value) : value]
}

function bodyOf(
  enctype: Form['enctype'],
  entries: readonly Entry[],
  boundary?: string,
): { readonly type: string; readonly body: Uint8Array } {
  const encoder = new TextEncoder()
  if (enctype === 'multipart/form-data') return multipart(entries, boundary)
  if (enctype === 'text/plain') {
    return { type: enctype, body: encoder.encode(entries.map(entry => `${entry[0]}=${textOf(entry)}\r\n`).join('')) }
  }
  return { type: enctype, body: encoder.encode(urlencoded(entries)) }
}

function urlencoded(entries: readonly Entry[]): string {
  return new URLSearchParams(entries.map((entry): [string, string] => [entry[0], textOf(entry)])).toString()
}

/** Of a file, where only texts can be sent: its name. */
function textOf([, value]: Entry): string {
  return typeof value === 'string' ? value : value.filename
}
