import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'cases')

/** Inputs that once failed, a file each: `cases/<target>/<what was wrong>`. */
export function keptCases(target: string): { readonly name: string; readonly input: Uint8Array }[] {
  const own = join(folder, target)
  if (!existsSync(own)) return []
  return readdirSync(own).map(name => ({ name, input: new Uint8Array(readFileSync(join(own, name))) }))
}

/** @returns the file */
export function keepCase(target: string, input: Uint8Array): string {
  mkdirSync(join(folder, target), { recursive: true })
  const file = join(folder, target, createHash('sha256').update(input).digest('hex').slice(0, 12))
  writeFileSync(file, input)
  return file
}
