import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'

/** How much room a folder's disk has, in bytes. */
export type FreeBytes = (folder: string) => Promise<number>

/** The room of the least roomy disk that a crawl writes to, and what is to stay free there, in bytes. */
export type DiskRoom = { readonly folder: string; readonly free: number; readonly floor: number }

export type DiskFloorOptions = {
  /** Where the crawl writes; a folder that is not there yet stands for the one that it will be made in. */
  readonly folders: readonly string[]
  /** Bytes that stay free; 0: it is never low. */
  readonly floor: number
  readonly freeBytes: FreeBytes
  readonly clock: Clock
  /** Told when the disk begins or ceases to be low. */
  readonly onChange: (low: boolean, room: DiskRoom) => void
}

/** Watches the disks of a crawl: low below the floor, until there is an eighth more than that. */
export type DiskFloor = {
  /** Looks at most once in `diskLookMs`. A disk that does not say how much room it has is not low. */
  isLow(): boolean | Promise<boolean>
}

/** A crawl writes some megabytes in it at most. */
export const diskLookMs = 1000

export function createDiskFloor({ folders, floor, freeBytes, clock, onChange }: DiskFloorOptions): DiskFloor {
  let isLow = false
  let lookedAt = -Infinity
  const look = async (): Promise<boolean> => {
    const room = await leastRoom(folders, floor, freeBytes)
    const low = room !== undefined && room.free < (isLow ? floor + floor / 8 : floor)
    if (room !== undefined && low !== isLow) onChange(low, room)
    isLow = low
    return low
  }
  return {
    isLow() {
      if (floor === 0 || clock.now() - lookedAt < diskLookMs) return isLow
      lookedAt = clock.now()
      return look()
    },
  }
}

/** A crawl that is begun below the floor would only wait, and nobody might look: it says so, and ends. @throws CrawlError disk-full */
export async function requireRoom({ folders, floor, freeBytes }: Pick<DiskFloorOptions, 'folders' | 'floor' | 'freeBytes'>): Promise<void> {
  const room = floor === 0 ? undefined : await leastRoom(folders, floor, freeBytes)
  if (room === undefined || room.free >= floor) return
  throw new CrawlError('disk-full', `${roomText(room)}. Make room, or give another floor with --disk-floor (library: diskFloor).`, {
    value: floor,
  })
}

/** `The disk of study has 12 MiB free, and 256 MiB are to stay free` */
export function roomText({ folder, free, floor }: DiskRoom): string {
  const mib = (bytes: number) => `${Math.floor(bytes / 1024 ** 2)} MiB`
  return `The disk of ${escapeTerminal(folder)} has ${mib(free)} free, and ${mib(floor)} are to stay free`
}

async function leastRoom(folders: readonly string[], floor: number, freeBytes: FreeBytes): Promise<DiskRoom | undefined> {
  let least: DiskRoom | undefined
  for (const folder of folders) {
    const free = await freeBytes(folder).catch(() => Infinity)
    if (free < (least?.free ?? Infinity)) least = { folder, free, floor }
  }
  return least
}

/** As the system says, for this user. */
export async function systemFreeBytes(folder: string): Promise<number> {
  let there = resolve(folder)
  while (dirname(there) !== there && statSync(there, { throwIfNoEntry: false }) === undefined) there = dirname(there)
  const { bavail, bsize } = await statfs(there)
  return bavail * bsize
}
