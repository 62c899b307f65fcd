import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { WatchState } from './watch-state.ts'

/**
 * A state as its file has it, never longer than what is read of one: then the names of the oldest versions are forgotten, whose files stay
 * where they are, or the robots.txt of the sites that were met last, which are asked for again.
 * @throws CrawlError usage when that is not enough
 */
export function stateText(state: WatchState, most: number = limits.watchStateBytes): string {
  for (let kept = state; ; kept = smaller(kept)) {
    const text = `${JSON.stringify(kept, null, 2)}\n`
    if (Buffer.byteLength(text) <= most) return text
    if (kept.files.length + kept.robots.length > 0) continue
    throw new CrawlError('usage', `The state of this watch has more than ${most} bytes. Watch with a shorter pattern.`, { value: most })
  }
}

function smaller(state: WatchState): WatchState {
  const { files, robots } = state
  const isFiles = JSON.stringify(files).length > JSON.stringify(robots).length
  return isFiles ? { ...state, files: files.slice(Math.ceil(files.length / 8)) } : { ...state, robots: robots.slice(0, -1) }
}
