import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { CrawlError } from '../base/crawl-error.ts'
import { escapeTerminal } from '../base/escape.ts'
import { makeFolder } from '../base/make-folder.ts'

type OutputFile = { readonly descriptor: number; committed: number; end: number; text: string[]; recorded: boolean }

/**
 * Output files whose length is settled in the database: bytes are appended first, their end is committed with the state, and at start
 * every file that is named is cut back to what was committed. So a record stands there exactly when its page is settled. The database may
 * come from somebody else: files that only it names are left alone.
 */
export class OutputFiles {
  readonly #folder: string
  readonly #ends: ReadonlyMap<string, number>
  readonly #files = new Map<string, OutputFile>()
  /** Files that held more bytes than were committed when they were opened, or fewer (below 0). */
  readonly astray = new Map<string, number>()

  /** @param ends as committed, by file */
  constructor(folder: string, named: readonly string[] = [], ends: ReadonlyMap<string, number> = new Map()) {
    this.#folder = folder
    this.#ends = ends
    for (const file of named) {
      const end = ends.get(file)
      // One that is on record and was never written is not made before it is needed.
      if (end !== undefined && (end > 0 || sizeOfOutput(folder, file) !== undefined)) this.#open(file)
    }
  }

  append(file: string, text: string): void {
    ;(this.#files.get(file) ?? this.#open(file)).text.push(text)
  }

  /**
   * Files that are not on record yet, and their ends: on record before their first byte, or a crash before the commit would leave it there.
   */
  unrecorded(): [file: string, bytes: number][] {
    return [...this.#files].filter(([, { recorded }]) => !recorded).map(([name, { committed }]) => [name, committed])
  }

  /** Writes what was appended. @returns files that grew, with their new ends */
  write(sync: boolean): [file: string, bytes: number][] {
    const grown: [string, number][] = []
    for (const [name, file] of this.#files) {
      if (file.text.length === 0) continue
      const bytes = Buffer.from(file.text.join(''))
      file.text = []
      for (let done = 0; done < bytes.length; ) done += writeSync(file.descriptor, bytes, done, bytes.length - done, file.end + done)
      file.end += bytes.length
      if (sync) fsyncSync(file.descriptor)
      grown.push([name, file.end])
    }
    return grown
  }

  commit(): void {
    for (const file of this.#files.values()) {
      file.committed = file.end
      file.recorded = true
    }
  }

  /** Takes back what was written since the last commit. */
  rollback(): void {
    for (const file of this.#files.values()) {
      file.text = []
      // Also when `end` stands there still: a write may have failed half way.
      ftruncateSync(file.descriptor, file.committed)
      file.end = file.committed
    }
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file.descriptor)
    this.#files.clear()
  }

  /** A file that the database does not know yet, or that was made shorter since, is kept and grown: it is the user's. */
  #open(name: string): OutputFile {
    const known = this.#ends.get(name) ?? Infinity
    const path = pathOfOutput(this.#folder, name)
    makeFolder(dirname(path))
    const descriptor = openOwn(path)
    const { size } = fstatSync(descriptor)
    const committed = Math.min(known, size)
    if (known !== Infinity && size !== known) this.astray.set(name, size - known)
    ftruncateSync(descriptor, committed)
    const file = { descriptor, committed, end: committed, text: [], recorded: committed === known }
    this.#files.set(name, file)
    return file
  }
}

/** Bytes; undefined when it is not there. */
export function sizeOfOutput(folder: string, file: string): number | undefined {
  return statSync(pathOfOutput(folder, file), { throwIfNoEntry: false })?.size
}

function pathOfOutput(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file)
}

const { O_CREAT, O_NOFOLLOW = 0, O_RDWR } = constants

/**
 * Never through a link: laid in the folder by somebody else it would lead to a file of the user's, which is cut here. @throws CrawlError
 * file
 */
function openOwn(path: string): number {
  try {
    return openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o666)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ELOOP') throw cause
    const says = `${escapeTerminal(path)} is a symbolic link, and a crawl writes through none. Remove it, or name the file itself with --output.`
    throw new CrawlError('file', says, { cause })
  }
}
