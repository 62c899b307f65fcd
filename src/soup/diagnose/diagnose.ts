import { limits } from '../../base/limits.ts'
import { DiagnosingParser } from './diagnosing-parser.ts'
import { ruleOf } from './rules.ts'

export type Finding = {
  /** From 1, as the column. */
  readonly line: number
  readonly column: number
  /** `note`: allowed, and good to know. `error`: against the standard. */
  readonly severity: 'error' | 'note'
  /** Stable: `duplicate-attribute` and others of the standard, `moved-out-of-table` and others of ours. */
  readonly code: string
  /** What was done, in a sentence. */
  readonly what: string
  /** The address of the rule in the standard. */
  readonly rule: string
}

export type Diagnosis = {
  /** In the order of the source, at most `limits.findings`. */
  readonly findings: readonly Finding[]
  /** How many more there were. */
  readonly omitted: number
  /** How browsers show the page, by its document type. */
  readonly mode: 'quirks' | 'limited-quirks' | 'no-quirks'
}

/** What the rules of browsers repaired in a page, and where: why the tree is not what the source seems to say. */
export function diagnose(html: string): Diagnosis {
  const findings: (Finding & { readonly at: number })[] = []
  let omitted = 0
  const parser = new DiagnosingParser((code, place, name) => {
    if (findings.length >= limits.findings) {
      omitted++
      return
    }
    const { startLine: line = 1, startCol: column = 1, startOffset: at = 0 } = place ?? {}
    const { what, rule, isNote } = ruleOf(code, name.slice(0, 80))
    findings.push({ line, column, severity: isNote ? 'note' : 'error', code, what, rule, at })
  })
  const soup = parser.read(html)
  const inOrder = findings.toSorted((one, other) => one.at - other.at).map(({ at, ...finding }): Finding => finding)
  return { findings: inOrder, omitted, mode: parser.treeAdapter.getDocumentMode(soup) }
}
