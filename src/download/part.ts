import type { FileHandle } from 'node:fs/promises'
import type { WriteAt } from './block-writer.ts'
import type { Version } from './version.ts'

/** The bytes of a download while they come. What they are worth is on record before they are written. */
export type Part = {
  /** Where the bytes stand now. */
  readonly path: string
  /** Bytes that are here and good. */
  readonly bytes: number
  /** The version that they belong to. */
  readonly version: Version
  /** Begins at 0 with this version: what was here goes. */
  startOver(version: Version): Promise<void>
  /** Goes on behind what is here. */
  goOn(version: Version): Promise<void>
  readonly writeAt: WriteAt
  /** The bytes from `from` to before `to`. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
  /** So many bytes are here and good: what is behind them goes. */
  settle(bytes: number): Promise<void>
  /** Brings what is written to the disk for good. */
  sync(bytes: number): Promise<void>
  /** Ends the writing, and leaves the part to the next call. */
  keep(): Promise<void>
  /** Ends the writing, and leaves nothing. */
  drop(): Promise<void>
  /** Ends the writing of a whole file. @param put gives it its name, and says which */
  finish(put: (path: string, file: FileHandle) => Promise<string>): Promise<string>
  /** Bytes go where they cannot be taken back: see openStraight. */
  readonly isStraight: boolean
}
