import type { Endpoint } from '../../endpoint.ts'
import { aBodies } from './a-bodies.ts'
import { aConnections } from './a-connections.ts'
import { aHeaders } from './a-headers.ts'

/** Answers that are no valid HTTP. */
export const aGroup: readonly Endpoint[] = [...aBodies, ...aHeaders, ...aConnections].toSorted((one, other) => (one.id < other.id ? -1 : 1))
