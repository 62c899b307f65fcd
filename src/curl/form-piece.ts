import { CrawlError } from '../base/crawl-error.ts'
import type { FormPiece } from './curl-order.ts'

/** `name=text`, `name=@file`, `name=<file`, each with `;type=...` and `;filename=...` behind it; values may stand in double quotes. */
export function formPiece(value: string): FormPiece {
  const { name, rest } = cutName(value)
  const kind = rest[0]
  const isFile = kind === '@' || kind === '<'
  const { content, type, fileName } = cutParameters(name, isFile ? rest.slice(1) : rest)
  if (isFile && content === '') throw new CrawlError('usage', `-F ${name}=${kind} names no file. Write it as ${name}=${kind}FILE.`)
  if (isFile && content.includes(',') && kind === '@') {
    throw new CrawlError('usage', `-F ${name}=@... names several files. Give -F ${name}=@FILE for each.`)
  }
  return {
    name,
    ...(isFile ? { file: content } : { text: content }),
    ...(fileName !== undefined ? { fileName } : kind === '@' ? { fileName: content.split('/').at(-1)! } : {}),
    ...(type === undefined ? {} : { type }),
  }
}

/** `--form-string name=text`. */
export function literalForm(value: string): FormPiece {
  const { name, rest } = cutName(value)
  return { name, text: rest }
}

function cutName(value: string): { name: string; rest: string } {
  const equals = value.indexOf('=')
  if (equals <= 0) throw new CrawlError('usage', `"${value}" is no form field. Write it as name=text or name=@file.`)
  return { name: value.slice(0, equals), rest: value.slice(equals + 1) }
}

/** The content and what stands behind it; either may be quoted, `\"` and `\\` inside. */
function cutParameters(name: string, text: string): { content: string; type?: string; fileName?: string } {
  const word = /"(?:[^"\\]|\\[\s\S])*"(?=\s*(?:;|$))|[^;]*/y
  const parameter = /\s*;\s*(type|filename)=/y
  const next = (from: number): { value: string; end: number } => {
    word.lastIndex = from
    const found = word.exec(text)![0]
    const quoted = found.startsWith('"') && found.length > 1 && found.endsWith('"')
    return { value: quoted ? found.slice(1, -1).replace(/\\(["\\])/g, '$1') : found, end: from + found.length }
  }
  let { value: content, end } = next(0)
  const found: { content: string; type?: string; fileName?: string } = { content }
  while (end < text.length) {
    parameter.lastIndex = end
    const match = parameter.exec(text)
    if (match === null) {
      const says = `-F ${name}=... goes on with "${text.slice(end, end + 20)}". Only ;type= and ;filename= are known; quote a text that holds a ;.`
      throw new CrawlError('usage', says)
    }
    ;({ value: content, end } = next(parameter.lastIndex))
    if (match[1] === 'type') found.type = content
    else found.fileName = content
  }
  return found
}
