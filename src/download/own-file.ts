import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, rm } from 'node:fs/promises'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants

/**
 * Opens a file that is there; undefined when there is none to be trusted: never through a link, never a file of somebody else. In a folder
 * that others may write to, both could be laid there.
 */
export async function openOwn(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle
  try {
    file = await open(path, O_RDWR | O_NOFOLLOW)
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
  const stat = await file.stat()
  if (stat.isFile() && stat.nlink === 1 && stat.uid === (process.getuid?.() ?? stat.uid)) return file
  await file.close()
  return undefined
}

/** Makes a file that was not there; what stands under its name goes. */
export async function createOwn(path: string): Promise<FileHandle> {
  await rm(path, { force: true })
  return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666)
}
