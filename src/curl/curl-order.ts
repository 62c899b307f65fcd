import type { HeaderList } from '../exchange/header-list.ts'

/**
 * What one curl line asks for: plain data. A field is absent where the line does not say. Sizes are bytes, times seconds, as curl has them.
 */
export type CurlOrder = {
  readonly urls: readonly string[]
  /** `-o`, `-O`: one for each URL, in order; a URL without one goes to standard output. */
  readonly outputs: readonly CurlOutput[]

  /** `-X`. */
  readonly method?: string | undefined
  /** `-I`: HEAD, and its header is the output. */
  readonly head?: boolean | undefined
  /** `-G`: what `-d` gives goes into the query. */
  readonly get?: boolean | undefined
  /** `-H 'Name: value'`, flat, in order; a value of '' is `-H 'Name;'`. */
  readonly headers: HeaderList
  /** `-H 'Name:'`: fields that are sent by default and shall not be. */
  readonly withoutHeaders: readonly string[]
  readonly userAgent?: string | undefined
  readonly referer?: string | undefined
  /** `-e ';auto'`: each redirect says where it came from. */
  readonly autoReferer?: boolean | undefined
  /** `-d` and its kin, joined by `&`; `--json`, joined by nothing. */
  readonly data: readonly DataPiece[]
  readonly json?: boolean | undefined
  readonly form: readonly FormPiece[]
  /** `-T`: a file, or `-`. */
  readonly upload?: string | undefined
  /** `--url-query`. */
  readonly query: readonly DataPiece[]
  /** `-r`: `0-249`, without its unit. */
  readonly range?: string | undefined
  /** `-z`: a date, or a file whose date is meant; `-` before it: unmodified since. */
  readonly since?: string | undefined
  readonly compressed?: boolean | undefined

  /** `-u`: name:password. */
  readonly user?: string | undefined
  readonly auth?: 'basic' | 'digest' | 'any' | undefined
  readonly bearer?: string | undefined
  /** `-b`, in order: `name=value; ...`, or the name of a file. */
  readonly cookies: readonly string[]
  readonly cookieJar?: string | undefined

  readonly proxy?: string | undefined
  readonly proxyUser?: string | undefined
  readonly noProxy?: string | undefined
  readonly insecure?: boolean | undefined
  readonly caFile?: string | undefined
  readonly certFile?: string | undefined
  readonly keyFile?: string | undefined
  /** `--resolve host:port:address`. */
  readonly resolve: readonly string[]
  /** `--dns-servers`, one by one. */
  readonly dnsServers?: readonly string[] | undefined
  readonly family?: 4 | 6 | undefined
  readonly http?: '1.1' | '2' | undefined

  readonly location?: boolean | undefined
  readonly maxRedirects?: number | undefined
  /** `--post301` ... */
  readonly keepPost: readonly number[]

  readonly maxTime?: number | undefined
  readonly connectTimeout?: number | undefined
  readonly retry?: number | undefined
  readonly retryDelay?: number | undefined
  readonly retryMaxTime?: number | undefined
  readonly retryAllErrors?: boolean | undefined
  readonly retryRefused?: boolean | undefined
  /** Bytes a second. */
  readonly limitRate?: number | undefined
  readonly maxFilesize?: number | undefined

  readonly include?: boolean | undefined
  readonly remoteNameAll?: boolean | undefined
  readonly remoteHeaderName?: boolean | undefined
  readonly outputDir?: string | undefined
  readonly createDirs?: boolean | undefined
  readonly noClobber?: boolean | undefined
  readonly remoteTime?: boolean | undefined
  readonly continueAt?: number | 'auto' | undefined
  readonly fail?: 'without-body' | 'with-body' | undefined
  readonly failEarly?: boolean | undefined
  readonly writeOut?: string | undefined
  readonly dumpHeader?: string | undefined
  readonly etagSave?: string | undefined
  readonly etagCompare?: string | undefined

  readonly verbose?: boolean | undefined
  readonly silent?: boolean | undefined
  readonly showError?: boolean | undefined
  readonly progress?: boolean | undefined
}

/** A file by name; `remote`: the name comes from the URL, or with `-J` from the server. */
export type CurlOutput = { readonly file: string } | 'remote'

/** A part of the body or query: text as it is sent, or a file. */
export type DataPiece =
  | { readonly text: string }
  /** `lines`: without line ends and NULs (`-d @f`); `bytes` (`--data-binary @f`); `encoded`, after `name=` (`--data-urlencode name@f`). */
  | { readonly file: string; readonly as: 'lines' | 'bytes' | 'encoded'; readonly name?: string | undefined }

/** One field of a multipart form. */
export type FormPiece = {
  readonly name: string
  /** `text`, or the content of a file; a file with a `fileName` is sent as one (`@`), without as text (`<`). */
  readonly text?: string | undefined
  readonly file?: string | undefined
  readonly fileName?: string | undefined
  readonly type?: string | undefined
}

/** The same while it is gathered. */
export type CurlDraft = {
  -readonly [Key in keyof CurlOrder]: CurlOrder[Key] extends readonly (infer Item)[] ? Item[] : CurlOrder[Key]
}

export function emptyCurlOrder(): CurlDraft {
  return {
    urls: [],
    outputs: [],
    headers: [],
    withoutHeaders: [],
    data: [],
    form: [],
    query: [],
    cookies: [],
    resolve: [],
    keepPost: [],
  }
}
