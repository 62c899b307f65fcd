import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it. Not `mkdirSync` with `recursive`: where the system answers ENOENT below a folder that exists, as in
 * /proc, Node 24 tries for ever.
 * @throws the system's error
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  for (let folder = resolve(path); !isThere(folder); folder = dirname(folder)) missing.push(folder)
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder)
    } catch (error) {
      // Another process may have been faster; a file in the way is an error.
      if (!isThere(folder)) throw error
    }
  }
}

function isThere(path: string): boolean {
  return dirname(path) === path || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
