import { constants } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { limits } from '../base/limits.ts'
import type { Version } from './version.ts'

/** What stands in `x.part.json` beside `x.part`, and makes it possible to go on after any crash. */
export type PartRecord = Version & {
  /** What was asked for, without credentials. */
  readonly url: string
  /** Bytes that stand on the disk for good; more are in the file, and good as long as the machine has not been started anew. */
  readonly synced: number
  /** Start of the machine (Linux), where it is known. */
  readonly boot?: string | undefined
  /** The process that writes the part; absent when none does. */
  readonly process?: number | undefined
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants

/** Makes the record, and so claims the part. @returns false when there is one. */
export async function claimRecord(path: string, record: PartRecord): Promise<boolean> {
  try {
    await createRecord(path, record)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Puts a new record in the old one's place: there is a whole one at any moment. */
export async function writeRecord(path: string, record: PartRecord): Promise<void> {
  const next = `${path}.new`
  await rm(next, { force: true })
  await createRecord(next, record)
  await rename(next, path)
}

async function createRecord(path: string, record: PartRecord): Promise<void> {
  await using file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666)
  await file.writeFile(JSON.stringify(record))
}

/** Undefined for what is no record, or is no file of ours. */
export async function readRecord(path: string): Promise<PartRecord | undefined> {
  try {
    await using file = await open(path, O_RDONLY | O_NOFOLLOW)
    const stat = await file.stat()
    if (!stat.isFile() || stat.size > limits.partRecordBytes || stat.uid !== (process.getuid?.() ?? stat.uid)) return undefined
    return recordIn(await file.readFile('utf8'))
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function recordIn(text: string): PartRecord | undefined {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof read !== 'object' || read === null) return undefined
  const fields = new Map(Object.entries(read))
  const word = (name: string): string | undefined => {
    const value: unknown = fields.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const count = (name: string): number | undefined => {
    const value: unknown = fields.get(name)
    return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
  }
  const [url, synced] = [word('url'), count('synced')]
  if (url === undefined || synced === undefined) return undefined
  return {
    url,
    synced,
    etag: word('etag'),
    modified: word('modified'),
    ifRange: word('ifRange'),
    total: count('total'),
    whole: fields.get('whole') === true,
    boot: word('boot'),
    process: count('process'),
  }
}

/** Changes when the machine is started anew; undefined where the system does not say. */
export async function bootOfMachine(): Promise<string | undefined> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    text => text.trim(),
    () => undefined,
  )
}

/** Is a process of this number there now? */
export function isRunning(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
