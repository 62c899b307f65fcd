import { CrawlError } from '../base/crawl-error.ts'
import { limits } from '../base/limits.ts'
import type { BodySink, Head } from '../exchange/order.ts'
import type { BlockWriter } from './block-writer.ts'
import { createBlockWriter } from './block-writer.ts'
import { createDigestCheck, statedDigests } from './digest-check.ts'
import type { Job } from './job.ts'
import type { ResumeAction } from './resume-action.ts'
import { mergeVersions, versionOf } from './version.ts'

/** Takes the body of one answer into the part. */
export type Intake = BodySink & {
  /** The body is over: writes what is left and looks whether all is right. Gives the names of digests of the whole file that were right. */
  end(): Promise<{ readonly verified: readonly string[]; readonly isWhole: boolean }>
  /** The body ended in a failure. @param keep what came of it stays, to go on from there */
  leave(keep: boolean): Promise<void>
  /** What came cannot belong to what is here: the whole is to be asked for again. */
  readonly isOther: boolean
}

export type Taken = Extract<ResumeAction, { readonly do: 'append' | 'overwrite' }>

/** @param tail the last bytes that are here, from `action.from` on, when they come again to be compared */
export function createIntake(job: Job, action: Taken, head: Head, tail: Uint8Array): Intake {
  const { part, options, tally, url } = job
  const isAppend = action.do === 'append'
  /** What was here before, and stays whatever comes. */
  const base = isAppend ? part.bytes : 0
  const digests = createDigestCheck([...statedDigests(head.headers), ...job.expected], url)
  const blockBytes = options.blockBytes ?? limits.downloadBlockBytes
  const most = options.maxBytes ?? Infinity
  let at = isAppend ? action.from : 0
  let writer: BlockWriter | undefined
  /** What was taken last: the order may fail before it is stored. */
  let taking: void | Promise<void>
  let isOther = false
  let syncing: Promise<void> | undefined
  let syncedAt = job.clock.now()
  let syncFailure: unknown

  function other(why: string): never {
    isOther = true
    throw new CrawlError('protocol', `${url} sent ${why}. Try again.`, { url })
  }

  async function begin(): Promise<BlockWriter> {
    const version = versionOf(head, action.total)
    if (isAppend) {
      await part.goOn(mergeVersions(part.version, version))
      if (digests.ofFile) for await (const bytes of part.read(0, base)) digests.file(bytes)
    } else await part.startOver(version)
    const onBlock = (bytes: number) => {
      tally.blocks++
      options.onBlock?.(bytes)
    }
    const left = action.end === undefined ? Infinity : Math.max(action.end - base, 1)
    writer = createBlockWriter({ writeAt: part.writeAt, from: base, blockBytes: Math.min(blockBytes, left), clock: job.clock, onBlock })
    return writer
  }

  function store(bytes: Uint8Array, to: BlockWriter): void | Promise<void> {
    digests.file(bytes)
    if (syncFailure !== undefined) throw syncFailure
    if (syncing === undefined && job.clock.now() - syncedAt >= limits.downloadSyncMs) sync(to)
    return to.write(bytes)
  }

  function sync(to: BlockWriter): void {
    syncing = part.sync(to.written).then(
      () => {
        syncing = undefined
        syncedAt = job.clock.now()
      },
      failure => {
        syncFailure = failure
      },
    )
  }

  function take(chunk: Uint8Array): void | Promise<void> {
    const from = at
    at += chunk.length
    tally.received += chunk.length
    job.meter?.tick(at, action.total, chunk.length)
    if (action.end !== undefined && at > action.end) other('more than the part that it told of')
    if (at > most) throw tooLarge(url, most)
    digests.content(chunk)
    const known = Math.min(Math.max(base - from, 0), chunk.length)
    if (known > 0) {
      const place = from - (base - tail.length)
      if (Buffer.compare(chunk.subarray(0, known), tail.subarray(place, place + known)) !== 0) other('another version of the file')
      if (known === chunk.length) return undefined
    }
    const rest = known === 0 ? chunk : chunk.subarray(known)
    return writer === undefined ? begin().then(to => store(rest, to)) : store(rest, writer)
  }

  return {
    get isOther() {
      return isOther
    },
    write(chunk) {
      taking = take(chunk)
      const pause = job.pace?.take(chunk.length)
      if (taking === undefined || pause === undefined) return taking ?? pause
      return Promise.all([taking, pause]).then(() => {})
    },
    async end() {
      // The end of a user's file came again and nothing else: it is whole and stays as it is.
      const isSame = isAppend && writer === undefined
      if (isSame && digests.ofFile) for await (const bytes of part.read(0, base)) digests.file(bytes)
      const to = writer ?? (isSame ? undefined : await begin())
      await to?.end()
      await syncing
      if (syncFailure !== undefined) throw syncFailure
      if (action.end !== undefined && at < action.end) {
        throw new CrawlError('body-truncated', `${url} sent less than it told of: ${at} of ${action.end} bytes. Try again.`, { url })
      }
      const verified = digests.verify('content')
      if (to !== undefined) await part.settle(to.position)
      // Without a total an answer that brought something may not be the last one.
      const isWhole = action.total === undefined ? head.status !== 206 || isSame || job.ownRange : part.bytes === action.total
      return { verified: isWhole ? [...verified, ...digests.verify('representation')] : [], isWhole }
    },
    async leave(keep) {
      await Promise.resolve(taking).catch(() => {})
      let good = base
      if (writer !== undefined) {
        const to = writer
        const came = await to.end().then(
          () => to.position,
          () => to.written,
        )
        if (keep) good = came
      }
      await syncing
      if (writer !== undefined) await part.settle(good).catch(() => {})
    },
  }
}

export function tooLarge(url: string, most: number): CrawlError {
  return new CrawlError('body-too-large', `${url} has more than the ${most} bytes that are allowed. Raise the limit to get it.`, {
    url,
    value: most,
  })
}
