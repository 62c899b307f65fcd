import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the shared cases lie: beside the project, or where ORBWEAVER_CONFORMANCE points. */
const folder = resolve(process.env['ORBWEAVER_CONFORMANCE'] ?? join(import.meta.dirname, '../../../shared/conformance'))

/** A reason to skip, loud, when the folder is absent; false when the cases are there. */
export const casesMissing: string | false = existsSync(folder)
  ? false
  : `CONFORMANCE CASES NOT RUN: no folder ${folder}; set ORBWEAVER_CONFORMANCE to the folder that holds them`

if (casesMissing) process.stderr.write(`${casesMissing}\n`)

export function readCases<Case>(name: string): Case[] {
  if (casesMissing) return []
  const parsed = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case[] | { cases: Case[] }
  return Array.isArray(parsed) ? parsed : parsed.cases
}

export function readCaseFile(name: string): Uint8Array {
  return readFileSync(join(folder, name))
}

export function readCaseNames(name: string, ending: string): string[] {
  return casesMissing ? [] : readdirSync(join(folder, name)).filter(file => file.endsWith(ending))
}
