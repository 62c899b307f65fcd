import type { FuzzTarget } from './fuzz-target.ts'
import { codingTarget } from './targets/coding-target.ts'
import { cookieTarget } from './targets/cookie-target.ts'
import { curlTarget, datesTarget, dispositionTarget, headersTarget, outputTarget, packetTarget } from './targets/field-targets.ts'
import { charsetTarget, pictureTarget, scanTarget, sitemapTarget } from './targets/page-targets.ts'
import { robotsTarget } from './targets/robots-target.ts'
import { selectorTarget, soupTarget, xmlTarget, xpathTarget } from './targets/soup-targets.ts'
import { urlTarget } from './targets/url-target.ts'
import { answerTarget, chunkedTarget, requestTarget } from './targets/wire-targets.ts'

/** Every reader of outside bytes. Not here, since the rooms are not built: FTP listings, answers to PASV and EPSV, WARC. */
export const fuzzTargets: readonly FuzzTarget[] = [
  robotsTarget,
  urlTarget,
  cookieTarget,
  answerTarget,
  requestTarget,
  chunkedTarget,
  codingTarget,
  scanTarget,
  soupTarget,
  selectorTarget,
  xpathTarget,
  xmlTarget,
  sitemapTarget,
  dispositionTarget,
  headersTarget,
  datesTarget,
  curlTarget,
  charsetTarget,
  pictureTarget,
  packetTarget,
  outputTarget,
]
