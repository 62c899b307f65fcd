import type { Endpoint } from '../../endpoint.ts'
import { names } from './m-names.ts'
import { tls } from './m-tls.ts'

export const mGroup: readonly Endpoint[] = [...names, ...tls]
