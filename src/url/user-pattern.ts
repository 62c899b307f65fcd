import { limits } from '../base/limits.ts'

/** Does a URL match what a user typed? `late`: that was not to be found out in time. */
export type UserPattern = (url: string) => boolean | 'late'

/** URLs whose answer is remembered: most links of a page stand on the page before too. */
const mostKnown = 10_000

/**
 * A user's regular expression on URLs that others wrote. JavaScript's engine goes back and tries again: `(a+)+$` needs longer than a life
 * on a URL of sixty letters a. An expression that cannot do that runs as it is, on URLs up to `limits.urlBytes`; any other one with a
 * deadline (`limits.patternMs`), and after `limits.patternLate` URLs that were not done in time it is not run any more on URLs as long.
 */
export function userPattern(given: RegExp): UserPattern {
  const pattern = new RegExp(given.source, given.flags.replace(/[gy]/g, ''))
  const quick = isQuick(pattern.source)
  const known = new Map<string, boolean | 'late'>()
  let test: UserPattern | undefined
  let shortestLate = Infinity
  let late = 0
  return url => {
    if (quick && url.length <= limits.urlBytes) return pattern.test(url)
    if (late >= limits.patternLate && url.length >= shortestLate) return 'late'
    let answer = known.get(url)
    if (answer !== undefined) return answer
    test ??= timedTest(pattern)
    answer = test(url)
    if (answer === 'late') {
      // Once more: perhaps it was the machine that had no time.
      answer = test(url)
      if (answer === 'late') {
        late++
        shortestLate = Math.min(shortestLate, url.length)
      }
    }
    if (known.size >= mostKnown) known.clear()
    known.set(url, answer)
    return answer
  }
}

/** A script in a context of its own is the one thing that Node ends from outside; 0.1 ms a call. */
function timedTest(pattern: RegExp): UserPattern {
  const { createContext, Script } = process.getBuiltinModule('node:vm')
  const context = createContext({ pattern, url: '' })
  const script = new Script('pattern.test(url)')
  return url => {
    context.url = url
    try {
      return script.runInContext(context, { timeout: limits.patternMs }) as boolean
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'late'
      throw error
    }
  }
}

/**
 * At most one repetition without end, two where every match must begin with the URL, and few choices: then the work is at most the square
 * of a URL's length times a small number. Repeated groups and back references are never quick.
 */
export function isQuick(source: string): boolean {
  let isAnchored = source.startsWith('^')
  let depth = 0
  let loops = 0
  let choices = 0
  let before = ''
  for (const [token] of source.matchAll(tokens)) {
    if (/^\\[1-9k]/.test(token)) return false
    if (/^[*+{]/.test(token) && before === ')') return false
    if (token.startsWith('(')) depth++
    else if (token === ')') depth--
    // Another choice for the whole.
    else if (token === '|' && depth === 0) isAnchored = false
    // What repeats ten times or more counts as without end.
    if (/^(?:[*+]|\{\d+,(?:\d\d+)?\})$/.test(token)) loops++
    else if (/^(?:[?|]|\{\d+,\d\})$/.test(token)) choices++
    before = token
  }
  return loops === 0 ? choices <= 10 : loops <= (isAnchored ? 2 : 1) && choices <= 3
}

/** Escapes, classes, openings of groups, quantifiers with what makes them lazy, single characters. */
const tokens = /\\.|\[(?:[^\]\\]|\\.)*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|\{\d*,?\d*\}|[*+?]|[\s\S]/g
