import type { CurlDraft } from './curl-order.ts'
import type { OptionRow } from './option-row.ts'
import { badValue, secondsNumber, sizeNumber, wholeNumber } from './option-row.ts'
import { flag, number, text } from './setters.ts'

/** Where the answer goes and what is said about it. */
export const answerOptions: readonly OptionRow<CurlDraft>[] = [
  {
    name: 'output',
    letter: 'o',
    value: '<file>',
    says: 'write the body to a file; - standard output; the first -o is for the first URL',
    set: (draft, file) => {
      draft.outputs.push({ file })
    },
  },
  {
    name: 'remote-name',
    letter: 'O',
    says: 'write the body to a file named as in the URL',
    set: draft => {
      draft.outputs.push('remote')
    },
  },
  { name: 'remote-name-all', says: '-O for every URL', set: flag('remoteNameAll') },
  {
    name: 'remote-header-name',
    letter: 'J',
    says: 'with -O: the name that the server gives',
    set: flag('remoteHeaderName'),
  },
  { name: 'output-dir', value: '<dir>', says: 'the folder of -o and -O', set: text('outputDir') },
  { name: 'create-dirs', says: 'make folders that are not there', set: flag('createDirs') },
  {
    name: 'no-clobber',
    says: 'never write over a file: name.1, name.2 ... instead',
    set: flag('noClobber'),
  },
  {
    name: 'remote-time',
    letter: 'R',
    says: 'give the file the date of Last-Modified',
    set: flag('remoteTime'),
  },
  {
    name: 'continue-at',
    letter: 'C',
    value: '<offset>',
    says: 'go on with a file that came in part; - finds out where, and never mixes two versions',
    set: (draft, value) => {
      draft.continueAt = value === '-' ? 'auto' : wholeNumber('continue-at', value)
    },
  },
  { name: 'include', letter: 'i', says: 'print the header before the body', set: flag('include') },
  { name: 'show-headers', says: 'the same', set: flag('include') },
  {
    name: 'dump-header',
    letter: 'D',
    value: '<file>',
    says: 'write the header to a file; - standard output',
    set: text('dumpHeader'),
  },
  {
    name: 'fail',
    letter: 'f',
    says: 'no body from 400 upwards',
    set: (draft, _, on) => {
      draft.fail = on ? 'without-body' : undefined
    },
  },
  {
    name: 'fail-with-body',
    says: 'the body all the same; as without -f',
    set: (draft, _, on) => {
      draft.fail = on ? 'with-body' : undefined
    },
  },
  { name: 'fail-early', says: 'end at the first URL that fails', set: flag('failEarly') },
  {
    name: 'write-out',
    letter: 'w',
    value: '<format>',
    says: 'print when done, for example %{http_code} %{size_download} %{time_total}\\n; @file reads the format',
    set: text('writeOut'),
  },
  { name: 'etag-save', value: '<file>', says: 'keep the ETag in a file', set: text('etagSave') },
  {
    name: 'etag-compare',
    value: '<file>',
    says: 'only if the ETag is no longer that of the file',
    set: text('etagCompare'),
  },
  {
    name: 'verbose',
    letter: 'v',
    says: 'show request and answer as > and < lines, secrets left out',
    set: flag('verbose'),
  },
  { name: 'silent', letter: 's', says: 'no progress, no summary, no errors', set: flag('silent') },
  { name: 'show-error', letter: 'S', says: 'with -s: errors all the same', set: flag('showError') },
  {
    name: 'progress-bar',
    letter: '#',
    says: 'progress on standard error, also where it is no terminal',
    set: flag('progress'),
  },
  {
    name: 'no-progress-meter',
    says: 'no progress',
    set: (draft, _, on) => {
      draft.progress = !on
    },
  },
  // Bytes are always passed on as they come.
  { name: 'no-buffer', letter: 'N', says: 'accepted: nothing is held back anyway', set: () => {} },
]

/** Redirects, time, attempts, rate. */
export const patienceOptions: readonly OptionRow<CurlDraft>[] = [
  { name: 'location', letter: 'L', says: 'follow redirects', set: flag('location') },
  {
    name: 'max-redirs',
    value: '<n>',
    says: 'redirects followed at most',
    set: number('max-redirs', 'maxRedirects', wholeNumber),
  },
  ...([301, 302, 303] as const).map(
    (status): OptionRow<CurlDraft> => ({
      name: `post${status}`,
      says: `a POST stays a POST after ${status}`,
      set: (draft, _, on) => {
        draft.keepPost = [...draft.keepPost.filter(kept => kept !== status), ...(on ? [status] : [])]
      },
    }),
  ),
  {
    name: 'max-time',
    letter: 'm',
    value: '<s>',
    says: 'seconds for the whole transfer',
    set: number('max-time', 'maxTime', secondsNumber),
  },
  {
    name: 'connect-timeout',
    value: '<s>',
    says: 'seconds for name, TCP and TLS',
    set: number('connect-timeout', 'connectTimeout', secondsNumber),
  },
  {
    name: 'retry',
    value: '<n>',
    says: 'further attempts after what may pass: time-outs, cut transfers, 408, 429, 500, 502, 503, 504',
    set: number('retry', 'retry', wholeNumber),
  },
  {
    name: 'retry-delay',
    value: '<s>',
    says: 'seconds between them (default: 1, doubled each time)',
    set: number('retry-delay', 'retryDelay', secondsNumber),
  },
  {
    name: 'retry-max-time',
    value: '<s>',
    says: 'no further attempt after so many seconds',
    set: number('retry-max-time', 'retryMaxTime', secondsNumber),
  },
  { name: 'retry-connrefused', says: 'retry a refused connection too', set: flag('retryRefused') },
  {
    name: 'retry-all-errors',
    says: 'retry every failure, and POST too',
    set: flag('retryAllErrors'),
  },
  {
    name: 'limit-rate',
    value: '<speed>',
    says: 'bytes a second at most: 200K, 3M',
    set: (draft, value) => {
      draft.limitRate = sizeNumber('limit-rate', value)
      if (draft.limitRate === 0) throw badValue('limit-rate', value, 'more than 0')
    },
  },
  {
    name: 'max-filesize',
    value: '<size>',
    says: 'give up a body above it: 200K, 3M',
    set: number('max-filesize', 'maxFilesize', sizeNumber),
  },
]
