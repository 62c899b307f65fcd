import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { onDiskNow } from '../../base/disk-error.ts'

/** Where the bytes of an answer go, header or body. */
export type BodyWriter = {
  /** Resolves when the chunk is no longer needed. */
  write(chunk: Uint8Array): void | Promise<void>
  /** @param whole false: what came is not all */
  end(whole: boolean): void
}

/** Raw bytes to standard output, as slowly as its reader wants them. */
export function rawOutput(): BodyWriter {
  return {
    write: chunk => new Promise<void>((resolve, reject) => void process.stdout.write(chunk, error => (error ? reject(error) : resolve()))),
    end: () => {},
  }
}

/** Nowhere: the bytes are only counted. */
export const nowhere: BodyWriter = { write: () => {}, end: () => {} }

/**
 * Into a file where no download can: what is no plain file is written as it stands; a plain one appears when it is whole.
 * @throws CrawlError file, disk-full
 */
export function fileOutput(path: string): BodyWriter {
  const onFile = <Result>(work: () => Result): Result => onDiskNow(path, work)
  const isPlain = onFile(() => statSync(path, { throwIfNoEntry: false }))?.isFile() ?? true
  // A name of its own: nobody's file is taken for it, and no link that waits there is followed.
  const place = isPlain ? `${path}.${process.getBuiltinModule('node:crypto').randomUUID()}.part` : path
  let file: number | undefined = onFile(() => openSync(place, isPlain ? 'wx' : 'w'))
  return {
    write: chunk =>
      onFile(() => {
        for (let done = 0; done < chunk.length; ) done += writeSync(file!, chunk, done)
      }),
    end: whole => {
      if (file === undefined) return
      closeSync(file)
      file = undefined
      if (isPlain) onFile(() => (whole ? renameSync(place, path) : rmSync(place, { force: true })))
    },
  }
}
