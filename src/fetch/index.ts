export type { RedirectTarget } from '../exchange/redirects.ts'
export { redirectHeaders, redirectMethod, redirectTarget, refererFor } from '../exchange/redirects.ts'
export type { SchemeOptions } from './by-scheme.ts'
export { createFetcher } from './by-scheme.ts'
