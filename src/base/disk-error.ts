import { CrawlError } from './crawl-error.ts'
import { escapeTerminal } from './escape.ts'

/** No room on the disk, or none left of this user's share of it; SQLite's number is 13. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as NodeJS.ErrnoException & { errcode?: number }
  return code === 'ENOSPC' || code === 'EDQUOT' || (errcode !== undefined && errcode % 256 === 13)
}

/** Failures of the file system as verdicts with a next step. */
export function diskError(error: unknown, path: string): CrawlError {
  if (error instanceof CrawlError) return error
  const { message, code } = error as NodeJS.ErrnoException
  const file = escapeTerminal(path)
  const told = (kind: 'disk-full' | 'file', says: string) => new CrawlError(kind, says, { cause: error })
  if (isDiskFull(error)) return told('disk-full', `The disk of ${file} is full. What came is kept: make room, then ask again.`)
  switch (code) {
    case 'EFBIG':
      return told('disk-full', `${file} may not grow further here (EFBIG). Raise the limit of file sizes, or write to another disk.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return told('file', `${file} may not be used (${code}). Name another, or change its permissions.`)
    case 'ELOOP':
      return told('file', `${file} is a symbolic link, and nothing is written through one. Remove it, or name another file.`)
    case 'ENAMETOOLONG':
      return told('file', `${file} is too long for a file name here. Give a shorter one.`)
    case 'EISDIR':
    case 'ENOTDIR':
      return told('file', `${file}: a folder stands where a file is needed, or a file where a folder is (${code}). Name another file.`)
    case 'EMFILE':
    case 'ENFILE':
      return told('file', `No file handle is left for ${file}. Lower the number of requests at once, or raise \`ulimit -n\`.`)
    default:
      return told('file', `${file} cannot be used: ${escapeTerminal(message ?? String(error))}. Check the disk, or name another file.`)
  }
}

/** Runs file work that does not wait; what the system throws becomes a CrawlError about `path`. */
export function onDiskNow<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw diskError(error, path)
  }
}

/** The same for work that waits. */
export async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw diskError(error, path)
  }
}
