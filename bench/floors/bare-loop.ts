/**
 * The floor under a crawl: undici's dispatch, htmlparser2's Tokenizer, a Set and one JSON line a page. No robots, limits, retries or store.
 */
import { createWriteStream } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Tokenizer } from 'htmlparser2'
import { Pool } from 'undici'

const [start, out, coding] = process.argv.slice(2) as [string, string, string?]
const { origin } = new URL(start)
const pool = new Pool(origin, { connections: 16, pipelining: 1 })
const file = createWriteStream(out)
const known = new Set([start])
const queue = [start]
let lines = ''
let taken = 0
let underWay = 0
const headers = coding === undefined ? {} : { 'accept-encoding': coding }
const isPage = /(?:\.html?|\/)$/

function pump(): void {
  while (underWay < 16 && taken < queue.length) {
    const url = queue[taken++]!
    const chunks: Buffer[] = []
    let status = 0
    underWay++
    const end = (): void => {
      underWay--
      if (status === 200) read(url, unpacked(Buffer.concat(chunks)).toString())
      pump()
    }
    const handler = {
      onRequestStart() {},
      onResponseStart(_: unknown, code: number) {
        status = code
      },
      onResponseData(_: unknown, chunk: Buffer) {
        chunks.push(chunk)
      },
      onResponseEnd: end,
      onResponseError: end,
    }
    pool.dispatch({ path: url.slice(origin.length), method: 'GET', headers }, handler)
  }
  if (underWay === 0) file.end(lines, () => process.exit(0))
}

/** Only gzip is ever asked for; its first byte begins no page. */
function unpacked(body: Buffer): Buffer {
  return body[0] === 0x1f ? gunzipSync(body) : body
}

function read(url: string, html: string): void {
  const { title, hrefs } = scan(html)
  lines += `${JSON.stringify({ url, title, links: hrefs.length })}\n`
  if (lines.length > 65_536) {
    file.write(lines)
    lines = ''
  }
  for (const href of hrefs) {
    const target = URL.parse(href, url)
    if (target === null || target.origin !== origin || !isPage.test(target.pathname)) continue
    target.hash = ''
    if (known.has(target.href)) continue
    known.add(target.href)
    queue.push(target.href)
  }
}

function scan(html: string): { title: string; hrefs: string[] } {
  const hrefs: string[] = []
  let title = ''
  let inAnchor = false
  let inTitle = false
  let href: string | undefined
  const ignore = (): void => {}
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(from, to) {
        inAnchor = to - from === 1 && (html.charCodeAt(from) | 32) === 97
        inTitle = title === '' && to - from === 5 && html.slice(from, to).toLowerCase() === 'title'
      },
      onattribname(from, to) {
        href = inAnchor && html.slice(from, to).toLowerCase() === 'href' ? '' : undefined
      },
      onattribdata(from, to) {
        if (href !== undefined) href += html.slice(from, to)
      },
      onattribentity(code) {
        if (href !== undefined) href += String.fromCodePoint(code)
      },
      onattribend() {
        if (href !== undefined) hrefs.push(href)
        href = undefined
      },
      ontext(from, to) {
        if (inTitle) title += html.slice(from, to)
      },
      ontextentity(code) {
        if (inTitle) title += String.fromCodePoint(code)
      },
      onclosetag() {
        inTitle = false
      },
      onopentagend() {
        inAnchor = false
      },
      onselfclosingtag: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
      isInForeignContext: () => false,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return { title: title.trim(), hrefs }
}

pump()
