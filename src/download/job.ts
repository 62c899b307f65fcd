import type { Clock } from '../base/clock.ts'
import type { Order } from '../exchange/order.ts'
import type { Client } from '../fetch/client.ts'
import type { WantedDigest } from './digest-check.ts'
import type { DownloadOptions } from './download-options.ts'
import type { Pace } from './pace.ts'
import type { Part } from './part.ts'
import type { ProgressMeter } from './progress-meter.ts'

/** One call of `download`: what all its requests share. */
export type Job = {
  readonly order: Order
  /** As it may be shown. */
  readonly url: string
  readonly client: Client
  readonly options: DownloadOptions
  readonly part: Part
  readonly clock: Clock
  readonly expected: readonly WantedDigest[]
  readonly pace: Pace | undefined
  readonly meter: ProgressMeter | undefined
  /** May parts of the body be asked for? */
  readonly isResumable: boolean
  /** The caller asked for a range of his own: that is the whole file then. */
  readonly ownRange: boolean
  /** Time of the file that is there, ms: what is not newer is not wanted. */
  readonly newerThan: number | undefined
  /** Throws when a file of the proposed name is there and stays. */
  readonly refuseName: (contentDisposition: string | undefined) => void
  /** Counted over all requests. */
  readonly tally: { received: number; blocks: number; resumedFrom: number | undefined; retries: number }
}
