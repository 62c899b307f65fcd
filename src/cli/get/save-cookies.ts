import { formatCookieFile, writeCookieFile } from '../../fetch/cookie-file.ts'
import type { CookieJar } from '../../fetch/cookie-jar.ts'
import type { GetOrder } from './get-order.ts'

/** `-c`: whatever was read and set, into the file that was named. @throws CrawlError file */
export function saveCookies({ cookieJar }: GetOrder, jar: CookieJar | undefined): void {
  if (cookieJar === undefined || jar === undefined) return
  if (cookieJar === '-') process.stdout.write(formatCookieFile(jar.all()))
  else writeCookieFile(cookieJar, jar.all())
}
