import type { Endpoint } from '../../endpoint.ts'
import { chains } from './d-chains.ts'
import { places } from './d-places.ts'
import { secrets } from './d-secrets.ts'

/** Redirects, and secrets that must not follow them. */
export const dGroup: readonly Endpoint[] = [...chains, ...secrets, ...places].toSorted((one, other) => (one.id < other.id ? -1 : 1))
