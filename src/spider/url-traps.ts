import { limits } from '../base/limits.ts'
import { pathOf } from '../url/site.ts'
import type { ScopeMaker } from './scope.ts'

export type UrlTrapOptions = {
  /** Default `limits.urlBytes`. */
  readonly urlBytes?: number
  /** The same segment in one path, the same name in one query. Default `limits.segmentRepeats`. */
  readonly segmentRepeats?: number
  /** Default `limits.pathSegments`. */
  readonly pathSegments?: number
  /** Default `limits.queryParameters`. */
  readonly queryParameters?: number
}

/**
 * Trap rules that one URL alone can break: too long, too many segments, the same segment again and again (a relative link that grows), too
 * many or repeated query parameters. The thresholds are those of Heritrix (PathologicalPath, TooManyPathSegments), Nutch and old browsers.
 */
export function urlTraps(options: UrlTrapOptions = {}): ScopeMaker {
  const { urlBytes, segmentRepeats, pathSegments, queryParameters } = { ...limits, ...options }
  return () =>
    ({ url }) => {
      if (url.length > urlBytes) return 'trap-url-length'
      const path = pathOf(url)
      // Fewer slashes than repeats allowed: nothing can repeat too often. Nearly every URL leaves here.
      if (path.length < segmentRepeats * 2 || !path.includes('/', 1)) return path.includes('?') ? query(path) : true
      const question = path.indexOf('?')
      const segments = (question < 0 ? path : path.slice(0, question)).split('/')
      if (segments.length - 1 > pathSegments) return 'trap-path-segments'
      if (segments.length > segmentRepeats + 1 && repeats(segments, segmentRepeats)) return 'trap-repeated-segment'
      return question < 0 ? true : query(path)
    }

  function query(path: string): true | string {
    const names = path
      .slice(path.indexOf('?') + 1)
      .split('&')
      .map(pair => pair.replace(/=.*$/s, ''))
    if (names.length > queryParameters) return 'trap-query-parameters'
    return names.length > segmentRepeats && repeats(names, segmentRepeats) ? 'trap-query-parameters' : true
  }
}

/** Does any non-empty part stand there more than `most` times? */
function repeats(parts: readonly string[], most: number): boolean {
  const counts = new Map<string, number>()
  for (const part of parts) {
    if (part === '') continue
    const count = (counts.get(part) ?? 0) + 1
    if (count > most) return true
    counts.set(part, count)
  }
  return false
}
