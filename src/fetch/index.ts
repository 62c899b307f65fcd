export type { RedirectTarget } from '../exchange/redirects.ts'
export { redirectHeaders, redirectMethod, redirectTarget, refererFor } from '../exchange/redirects.ts'
export { createFetcher } from './by-scheme.ts'
