import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { CrawlError } from '../base/crawl-error.ts'
import { diskError } from '../base/disk-error.ts'
import { limits } from '../base/limits.ts'
import type { StoredCookie } from './cookie-rules.ts'
import { otherControls } from './cookie-rules.ts'

const httpOnlyMark = '#HttpOnly_'

/**
 * Reads the Netscape format, as curl, wget and browsers' exports write it: a line a cookie, seven fields with tabs between, `#HttpOnly_`
 * before the domain where it applies, an expiry of 0 for the session. Other lines that begin with # are comments.
 * @returns the cookies, and the numbers of the lines that are none
 */
export function parseCookieFile(text: string): { cookies: StoredCookie[]; badLines: number[] } {
  const cookies: StoredCookie[] = []
  const badLines: number[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const httpOnly = line.startsWith(httpOnlyMark)
    if (line === '' || (line.startsWith('#') && !httpOnly)) continue
    // Without a value curl writes six fields.
    const [domain = '', below, path = '', secure, expires = '', name = '', value = '', ...more] = line
      .slice(httpOnly ? httpOnlyMark.length : 0)
      .split('\t')
    const isFlagged = [below, secure].every(flag => flag === 'TRUE' || flag === 'FALSE')
    const isWhole = domain !== '' && path.startsWith('/') && /^\d{1,16}$/.test(expires) && name !== '' && more.length === 0
    if (!isFlagged || !isWhole || otherControls.test(line)) {
      badLines.push(index + 1)
      continue
    }
    cookies.push({
      name,
      value,
      domain: domain.replace(/^\./, '').toLowerCase(),
      hostOnly: below === 'FALSE',
      path,
      secure: secure === 'TRUE',
      httpOnly,
      expires: Number(expires) === 0 ? undefined : Number(expires) * 1000,
    })
  }
  return { cookies, badLines }
}

/** The same format: seconds, and a dot before a domain that covers the hosts below it. */
export function formatCookieFile(cookies: Iterable<StoredCookie>): string {
  const lines = ['# Netscape HTTP Cookie File', '# Written by Orbweaver. Whoever has this file is logged in as you.', '']
  const flag = (is: boolean) => (is ? 'TRUE' : 'FALSE')
  for (const { name, value, domain, hostOnly, path, secure, httpOnly, expires } of cookies) {
    const host = `${httpOnly ? httpOnlyMark : ''}${hostOnly ? '' : '.'}${domain}`
    lines.push([host, flag(!hostOnly), path, flag(secure), Math.ceil((expires ?? 0) / 1000), name, value].join('\t'))
  }
  return `${lines.join('\n')}\n`
}

/** None when there is no such file yet. @throws CrawlError file, naming the lines that are no cookie */
export function readCookieFile(file: string): StoredCookie[] {
  const text = readText(file)
  const { cookies, badLines } = parseCookieFile(text)
  if (badLines.length > 0) {
    const lines = `${badLines.length === 1 ? 'line' : 'lines'} ${badLines.slice(0, 5).join(', ')}${badLines.length > 5 ? ' ...' : ''}`
    const says = `${file}, ${lines}: no cookie in Netscape format (seven fields with tabs between). Mend or remove what is there.`
    throw new CrawlError('file', says, { value: badLines[0] })
  }
  return cookies
}

/** A new file in the old one's place: nobody sees half of it, and it never was open to others. @throws CrawlError disk-full, file */
export function writeCookieFile(file: string, cookies: readonly StoredCookie[]): void {
  const fresh = `${file}.${process.getBuiltinModule('node:crypto').randomUUID()}`
  try {
    writeFileSync(fresh, formatCookieFile(cookies), { encoding: 'latin1', mode: 0o600, flag: 'wx' })
    renameSync(fresh, file)
  } catch (cause) {
    try {
      rmSync(fresh, { force: true })
    } catch {
      // The first failure is the one to be told.
    }
    throw diskError(cause, file)
  }
}

/** Bytes one to one, as header values are kept. */
function readText(file: string): string {
  let size: number | undefined
  try {
    size = statSync(file, { throwIfNoEntry: false })?.size
    if (size === undefined) return ''
    if (size <= limits.cookieFileBytes) return readFileSync(file, 'latin1')
  } catch (cause) {
    throw diskError(cause, file)
  }
  const says = `${file} has ${size} bytes: that is no file of cookies (limit ${limits.cookieFileBytes}).`
  throw new CrawlError('file', says, { value: limits.cookieFileBytes })
}
