import type { Endpoint } from '../../endpoint.ts'
import { qBusy } from './q-busy.ts'
import { qCopies } from './q-copies.ts'
import { qDoors } from './q-doors.ts'

/** Servers that are busy, and count how often they are asked. */
export const qGroup: readonly Endpoint[] = [...qBusy, ...qCopies, ...qDoors].toSorted((one, other) => (one.id < other.id ? -1 : 1))
