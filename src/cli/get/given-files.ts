import { statSync } from 'node:fs'
import { onDiskNow } from '../../base/disk-error.ts'
import type { CurlFiles } from '../../curl/request-of.ts'
import { readGivenFile, readInput } from '../read-input.ts'

/** The files that a command line names. */
export const givenFiles: CurlFiles = {
  read: name => (name === '-' ? readInput() : readGivenFile(name)),
  changed: name => onDiskNow(name, () => statSync(name, { throwIfNoEntry: false }))?.mtime,
}
