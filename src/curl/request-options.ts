import { CrawlError } from '../base/crawl-error.ts'
import type { CurlDraft } from './curl-order.ts'
import { encodedPiece, fileOrText } from './data-piece.ts'
import { formPiece, literalForm } from './form-piece.ts'
import type { OptionRow } from './option-row.ts'
import { flag, text } from './setters.ts'

/** What is sent: method, fields, body. */
export const requestOptions: readonly OptionRow<CurlDraft>[] = [
  {
    name: 'request',
    letter: 'X',
    value: '<method>',
    says: 'method; a redirect still changes it as browsers do',
    set: (draft, value) => {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)) throw new CrawlError('usage', `"${value}" is no method. Give one word, as PUT.`)
      draft.method = value
    },
  },
  { name: 'head', letter: 'I', says: 'ask for the header alone (HEAD) and print it', set: flag('head') },
  { name: 'get', letter: 'G', says: 'put what -d gives into the query', set: flag('get') },
  { name: 'header', letter: 'H', value: '<line>', says: "'Name: value'; 'Name;' sends it empty, 'Name:' not at all", set: setHeader },
  {
    name: 'user-agent',
    letter: 'A',
    value: '<line>',
    says: 'a whole User-Agent, at your own responsibility',
    set: text('userAgent'),
  },
  {
    name: 'referer',
    letter: 'e',
    value: '<url>',
    says: "Referer; ';auto' behind it or alone sends it on redirects",
    set: (draft, value) => {
      const auto = value.endsWith(';auto')
      const url = auto ? value.slice(0, -5) : value
      if (auto) draft.autoReferer = true
      if (url !== '' || !auto) draft.referer = url
    },
  },
  { name: 'data', letter: 'd', value: '<data>', says: 'POST this, urlencoded already; @file without its line ends', set: addData('lines') },
  { name: 'data-ascii', value: '<data>', says: 'the same as --data', set: addData('lines') },
  { name: 'data-binary', value: '<data>', says: 'the same; @file byte for byte', set: addData('bytes') },
  {
    name: 'data-raw',
    value: '<data>',
    says: 'the same; @ has no meaning',
    set: (draft, text) => {
      draft.data.push({ text })
    },
  },
  {
    name: 'data-urlencode',
    value: '<data>',
    says: 'POST text, name=text, @file or name@file, urlencoded here',
    set: (draft, value) => {
      draft.data.push(encodedPiece(value))
    },
  },
  jsonOption('json'),
  {
    name: 'url-query',
    value: '<data>',
    says: 'the same, added to the query; + before it: as it is',
    set: (draft, value) => {
      draft.query.push(value.startsWith('+') ? { text: value.slice(1) } : encodedPiece(value))
    },
  },
  {
    name: 'form',
    letter: 'F',
    value: '<name=content>',
    says: 'multipart form; name=@file sends a file, name=<file its text; ;type= and ;filename= after it',
    set: (draft, value) => {
      draft.form.push(formPiece(value))
    },
  },
  {
    name: 'form-string',
    value: '<name=text>',
    says: 'the same; @, < and ; have no meaning',
    set: (draft, value) => {
      draft.form.push(literalForm(value))
    },
  },
  {
    name: 'upload-file',
    letter: 'T',
    value: '<file>',
    says: 'PUT a file; - standard input',
    set: text('upload'),
  },
  { name: 'range', letter: 'r', value: '<from-to>', says: 'a part: 0-249 are the first 250 bytes, -100 the last 100', set: setRange },
  {
    name: 'time-cond',
    letter: 'z',
    value: '<date|file>',
    says: 'only if modified since a date or the date of a file; - before it: unmodified since',
    set: text('since'),
  },
  {
    name: 'compressed',
    says: 'ask for a compressed body and unpack it',
    set: flag('compressed'),
  },
]

/** curl's `--json`. Under another name where `--json` is taken. */
export function jsonOption(name: string): OptionRow<CurlDraft> {
  return {
    name,
    value: '<data>',
    says: 'POST JSON, with its Content-Type and Accept; @file reads it',
    set: (draft, value) => {
      draft.json = true
      draft.data.push(fileOrText(value, 'bytes'))
    },
  }
}

/** The value is not repeated in the message: it may be a secret. */
function setHeader(draft: CurlDraft, line: string): void {
  if (line.startsWith('@')) throw new CrawlError('usage', 'Header lines are not read from a file. Give each with -H.')
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:(;)|:[ \t]*([^\r\n\0]*))$/.exec(line)
  if (match === null) throw new CrawlError('usage', "A header cannot be sent. Write it as 'Name: value', in one line.")
  const [, name = '', empty, value = ''] = match
  if (empty === undefined && value.trim() === '') draft.withoutHeaders.push(name)
  else draft.headers.push(name, value.trimEnd())
}

function addData(as: 'lines' | 'bytes') {
  return (draft: CurlDraft, value: string): void => {
    draft.data.push(fileOrText(value, as))
  }
}

function setRange(draft: CurlDraft, value: string): void {
  if (!/^(?:\d+-\d*|-\d+)(?:,(?:\d+-\d*|-\d+))*$/.test(value)) {
    throw new CrawlError('usage', `"${value}" is no range. The first 250 bytes are 0-249, the last 100 are -100.`)
  }
  draft.range = value
}
