import { formatCookieFile, writeCookieFile } from '../../fetch/cookie-file.ts'
import type { CookieJar } from '../../fetch/cookie-jar.ts'

/** `-c`: whatever was read and set, into the file that was named; `-` standard output. @throws CrawlError file */
export function saveCookies(file: string, jar: CookieJar | undefined): void {
  const cookies = jar?.all() ?? []
  if (file === '-') process.stdout.write(formatCookieFile(cookies))
  else writeCookieFile(file, cookies)
}
