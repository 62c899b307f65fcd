import type { MarkupProblem } from './parse-xml.ts'
import { parseXml } from './parse-xml.ts'

/**
 * Where an XML parser would refuse a text: the first place that is not well-formed (XML 1.0, Namespaces in XML 1.0), undefined when there
 * is none. What a document type declares is not checked.
 */
export function checkXml(text: string): MarkupProblem | undefined {
  let first: MarkupProblem | undefined
  parseXml(text, {
    report(problem) {
      const isEarlier = first === undefined || problem.line < first.line || (problem.line === first.line && problem.column < first.column)
      if (isEarlier) first = problem
    },
  })
  return first
}
