import type { FileHandle } from 'node:fs/promises'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { onDisk } from '../base/disk-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { createOwn, openOwn } from './own-file.ts'
import type { Part } from './part.ts'
import type { PartRecord } from './part-record.ts'
import { bootOfMachine, claimRecord, isRunning, readRecord, writeRecord } from './part-record.ts'
import type { Version } from './version.ts'
import { writeWhole } from './write-whole.ts'

export type PartOptions = {
  readonly path: string
  /** What is asked for, without credentials: a part of another URL is not gone on with. */
  readonly url: string
  /** May what an earlier call left be used? */
  readonly resume: boolean
  /** A file of the user that is taken for the beginning, when no part is there. */
  readonly begunFile?: string | undefined
}

/** Parts that this process writes. */
const inUse = new Set<string>()

/** Opens the part of a file, the one of an earlier call or a new one. Rejects with CrawlError `file` when somebody else is writing it. */
export async function openPart({ path, url, resume, begunFile }: PartOptions): Promise<Part> {
  const recordPath = `${path}.json`
  const key = resolve(path)
  const boot = await bootOfMachine()
  if (inUse.has(key)) throw busy(path, process.pid)
  inUse.add(key)
  let file: FileHandle | undefined
  /** The open file is still the user's own, under its name. */
  let borrowed = false
  let bytes = 0
  let version: Version = {}
  let record: PartRecord = { url, synced: 0, boot, process: process.pid }
  const pathNow = () => (borrowed && begunFile !== undefined ? begunFile : path)
  const disk = <Result>(work: () => Promise<Result>) => onDisk(pathNow(), work)
  try {
    await disk(claim)
  } catch (error) {
    await release().catch(() => {})
    throw error
  }

  async function claim(): Promise<void> {
    const isNew = await claimRecord(recordPath, record)
    const left = isNew ? undefined : await readRecord(recordPath)
    if (left?.process !== undefined && left.process !== process.pid && left.boot === boot && isRunning(left.process))
      throw busy(path, left.process)
    if (resume && left?.url === url) await openLeft(left)
    if (file === undefined && begunFile !== undefined) await openBegun(begunFile)
    if (!isNew) await writeRecord(recordPath, record)
  }

  async function openLeft(left: PartRecord): Promise<void> {
    file = await openOwn(path)
    if (file === undefined) return
    const { size } = await file.stat()
    // The system loses nothing when a process dies. After a start of the machine only what was synced is sure.
    bytes = boot !== undefined && left.boot === boot ? size : Math.min(size, left.synced)
    const { etag, modified, total, ifRange, whole } = left
    version = { etag, modified, total, ifRange, whole }
    record = { ...left, boot, process: process.pid, synced: Math.min(left.synced, bytes) }
  }

  async function openBegun(name: string): Promise<void> {
    file = await openOwn(name)
    borrowed = file !== undefined
    bytes = (await file?.stat())?.size ?? 0
  }

  async function note(on: Version, at: number): Promise<void> {
    version = on
    record = { url, ...on, synced: at, boot, process: process.pid }
    await writeRecord(recordPath, record)
  }

  async function release(): Promise<void> {
    const opened = file
    file = undefined
    inUse.delete(key)
    await opened?.close()
  }

  async function drop(): Promise<void> {
    const isOurs = file !== undefined && !borrowed
    await disk(async () => {
      await release()
      if (isOurs) await rm(path, { force: true })
      await rm(recordPath, { force: true })
    })
  }

  return {
    get path() {
      return pathNow()
    },
    get bytes() {
      return bytes
    },
    get version() {
      return version
    },
    startOver: on =>
      disk(async () => {
        if (borrowed) {
          await file?.close()
          file = undefined
          borrowed = false
        }
        bytes = 0
        if (file === undefined) {
          file = await createOwn(path)
        } else {
          // The old bytes go first: they must never stand under the record of another version.
          await file.truncate(0)
        }
        await note(on, 0)
      }),
    goOn: on =>
      disk(async () => {
        if (borrowed && begunFile !== undefined) {
          await rm(path, { force: true })
          await note(on, 0)
          await rename(begunFile, path)
          borrowed = false
        } else await note(on, record.synced)
        await file?.truncate(bytes)
      }),
    writeAt: (pieces, position) => disk(() => writeWhole(sure(file), pieces, position)),
    async *read(from, to) {
      const buffer = Buffer.allocUnsafe(Math.min(to - from, 256 * 1024))
      for (let at = from; at < to; ) {
        const { bytesRead } = await disk(() => sure(file).read(buffer, 0, Math.min(buffer.length, to - at), at))
        if (bytesRead === 0) return
        yield buffer.subarray(0, bytesRead)
        at += bytesRead
      }
    },
    async settle(good) {
      bytes = good
      // A full disk still lets a file be cut.
      if (!borrowed) await disk(async () => file?.truncate(good))
    },
    sync: good =>
      disk(async () => {
        await file?.datasync()
        record = { ...record, synced: good }
        await writeRecord(recordPath, record)
      }),
    async keep() {
      if (borrowed || bytes === 0) return drop()
      await disk(async () => {
        await release()
        await writeRecord(recordPath, { ...record, process: undefined })
      })
    },
    drop,
    isStraight: false,
    finish: put =>
      disk(async () => {
        const name = await put(pathNow(), sure(file))
        await release()
        await rm(recordPath, { force: true })
        return name
      }),
  }
}

function sure(file: FileHandle | undefined): FileHandle {
  if (file === undefined) throw new CrawlError('internal', 'The part is not open.')
  return file
}

function busy(path: string, writer: number): CrawlError {
  const says = `${escapeTerminal(path)} is being written by process ${writer}. Wait for it, or name another file.`
  return new CrawlError('file', says)
}
