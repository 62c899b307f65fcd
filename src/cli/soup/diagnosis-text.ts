import { checkXml, diagnose } from '../../soup/index.ts'

/** What the rules repaired, a finding a line, and where an XML parser would stop: as lines for people, and as values for JSON. */
export function diagnosisOf(html: string): { readonly lines: readonly string[]; readonly values: readonly unknown[] } {
  const { findings, omitted, mode } = diagnose(html)
  const refusal = checkXml(html)
  const lines = findings.map(({ line, column, severity, code, what }) => `${line}:${column} ${severity} ${code}: ${what}`)
  if (omitted > 0) lines.push(`and ${omitted} more`)
  lines.push(`mode: ${mode}`)
  lines.push(refusal === undefined ? 'as XML: well-formed' : `as XML: refused at ${refusal.line}:${refusal.column}: ${refusal.what}`)
  return { lines, values: [{ findings, omitted, mode, xml: refusal ?? null }] }
}
