import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { onDiskNow } from '../base/disk-error.ts'
import { lockFile } from '../base/lock-file.ts'
import { makeFolder } from '../base/make-folder.ts'

/** One watch with a state at a time; the lock stands beside it while the watch runs. @throws CrawlError store-busy, disk-full, file */
export function lockState(path: string): Disposable {
  const beside = `${path}.lock`
  const lock = onDiskNow(path, () => {
    makeFolder(dirname(path))
    return lockFile(beside)
  })
  if (lock === undefined) {
    throw new CrawlError('store-busy', `Another watch runs with the state ${path}. Wait until it ends, or name another with --state.`)
  }
  return {
    [Symbol.dispose]() {
      try {
        rmSync(beside, { force: true })
      } catch {
        // It holds nothing: whoever comes next takes it as it is.
      }
      lock[Symbol.dispose]()
    },
  }
}
