import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { onDiskNow } from '../base/disk-error.ts'
import { limits } from '../base/limits.ts'
import { makeFolder } from '../base/make-folder.ts'
import { stateText } from './state-text.ts'
import type { WatchState } from './watch-state.ts'
import { parseState } from './watch-state.ts'

/** Where a watch is kept between runs. */
export type StateFile = {
  /** Undefined: there is none yet. @throws CrawlError store-corrupt, store-newer, file */
  read(): WatchState | undefined
  /**
   * Written whole and renamed, so that a kill leaves the old state or the new one. @throws CrawlError store-busy, disk-full, file, usage
   */
  write(state: WatchState): void
}

export function createStateFile(path: string): StateFile {
  /** What we read or wrote last. Another text there is another process's. */
  let ours: string | undefined
  const textOf = (): string | undefined => {
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return undefined
    if (size <= limits.watchStateBytes) return readFileSync(path, 'utf8')
    const says = `${path} holds more than ${limits.watchStateBytes} bytes: no state of a watch. Name another file.`
    throw new CrawlError('store-corrupt', says, { value: limits.watchStateBytes })
  }
  return {
    read: () =>
      onDiskNow(path, () => {
        ours = textOf()
        return ours === undefined ? undefined : parseState(ours, path)
      }),
    write: state =>
      onDiskNow(path, () => {
        if (textOf() !== ours) {
          throw new CrawlError('store-busy', `Another process writes ${path}. Let one watch run at a time, or name another state file.`)
        }
        const text = stateText(state)
        const beside = `${path}.${process.pid}.new`
        makeFolder(dirname(path))
        try {
          writeFileSync(beside, text)
          renameSync(beside, path)
        } catch (error) {
          rmSync(beside, { force: true })
          throw error
        }
        ours = text
      }),
  }
}
