import { diskError } from '../download/disk-error.ts'

/** Runs file work that does not wait; what the system throws becomes a CrawlError about `path`. */
export function onDisk<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw diskError(error, path)
  }
}
