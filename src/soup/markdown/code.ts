import { visit } from '../read/visit.ts'
import type { Tag } from '../tree/tag.ts'

/** A code span whose fence is longer than any run of backticks inside (CommonMark, section 6.1). */
export function codeSpan(code: string): string {
  const fence = '`'.repeat(longestRun(code) + 1)
  const isPadded = code.startsWith('`') || code.endsWith('`') || (code.startsWith(' ') && code.endsWith(' '))
  return isPadded ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`
}

/** Preformatted text as a fenced block; empty without text. */
export function codeBlock(pre: Tag): string {
  const code = textWithLines(pre).replace(/\r\n?/g, '\n').replace(lastLineEnds, '')
  if (code.trim() === '') return ''
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1))
  return `${fence}${languageOf(pre)}\n${code}\n${fence}`
}

// The look back lets each run be read once; without it 128 KB of line ends before a letter took 6 s.
const lastLineEnds = /(?<!\n)\n+$/

function longestRun(code: string): number {
  let longest = 0
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}

function textWithLines(pre: Tag): string {
  const pieces: string[] = []
  visit(pre, {
    open(tag) {
      if (tag.name === 'br') pieces.push('\n')
      return tag.name !== 'script' && tag.name !== 'style'
    },
    text: ({ value }) => pieces.push(value),
  })
  return pieces.join('')
}

/** As highlighters say it, on the element itself, its `code`, or up to two elements around it. */
function languageOf(pre: Tag): string {
  const code = pre.find('code')
  const around = [pre.up, pre.up?.up ?? null].filter(branch => branch !== null)
  for (const tag of [pre, code, ...around]) {
    if (tag === null || tag.kind !== 'tag') continue
    const language = languageBy(tag)
    if (language !== undefined) return language
  }
  return ''
}

function languageBy(tag: Tag): string | undefined {
  const said = tag.get('data-lang') ?? tag.get('data-language')
  if (said !== undefined && isLanguage(said)) return said
  const classes = tag.classList
  for (const name of classes) {
    const language = /^(?:language|lang|highlight-source|highlight|brush)[-:](.+)$/.exec(name)?.[1]
    if (language !== undefined && isLanguage(language)) return language
  }
  return classes.includes('sourceCode') ? classes.find(name => name !== 'sourceCode' && isLanguage(name)) : undefined
}

function isLanguage(name: string): boolean {
  return /^[A-Za-z][\w+#.-]{0,29}$/.test(name)
}
