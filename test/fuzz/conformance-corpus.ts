import { readCaseFile, readCaseNames, readCases } from '../conformance/cases.ts'

type Leaf = readonly [key: string, value: string]
type Encoding = 'utf8' | 'latin1' | 'base64'

/** Targets -> files of the conformance cases, and the keys below which inputs stand. */
const sources: Readonly<Record<string, readonly (readonly [file: string, key: string, encoding?: Encoding])[]>> = {
  robots: [
    ['robots/cases.json', 'robots'],
    ['robots/cases.json', 'robots_base64', 'base64'],
  ],
  url: [['wpt-url/urltestdata.json', 'input']],
  cookie: [['cookies/http-state.json', 'received', 'latin1']],
  answer: [['own/wire-answers.json', 'bytes_latin1', 'latin1']],
  soup: [['soup/cases.json', 'html']],
  scan: [['soup/cases.json', 'html']],
  selector: [['soup/cases.json', 'selector']],
  dates: [
    ['own/retry-after.json', 'value'],
    ['cookies/dates.json', 'test'],
  ],
  charset: [['encoding-sniff/tests1.dat.json', 'data_base64', 'base64']],
}
const files: Readonly<Record<string, readonly [folder: string, ending: string]>> = {
  sitemap: ['sitemaps', 'xml'],
  xml: ['sitemaps', 'xml'],
}

/** Longer ones are varied too seldom. */
const longest = 4096

/** Inputs of the conformance suites for a target; none where their folder is absent. */
export function conformanceCorpus(target: string): Uint8Array[] {
  const texts = (sources[target] ?? []).flatMap(([file, key, encoding = 'utf8']) =>
    readCases<unknown>(file)
      .flatMap(leavesOf)
      .filter(leaf => leaf[0] === key)
      .map(leaf => new Uint8Array(Buffer.from(leaf[1], encoding))),
  )
  const [folder, ending] = files[target] ?? []
  const whole = folder === undefined ? [] : readCaseNames(folder, ending!).map(name => readCaseFile(`${folder}/${name}`))
  return [...texts, ...whole].filter(({ length }) => length <= longest)
}

/** Every text in a value, with the key that it stands under. */
function leavesOf(value: unknown): Leaf[] {
  return Object.entries(value as object).flatMap(([key, inner]: [string, unknown]): Leaf[] => {
    if (typeof inner === 'string') return [[key, inner]]
    if (Array.isArray(inner))
      return inner.flatMap((item: unknown) => (typeof item === 'string' ? [[key, item] as const] : leavesOf(item ?? {})))
    return typeof inner === 'object' && inner !== null ? leavesOf(inner) : []
  })
}
