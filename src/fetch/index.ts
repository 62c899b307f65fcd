export { createFetcher } from './by-scheme.ts'
export type { RedirectTarget } from './redirects.ts'
export { redirectHeaders, redirectMethod, redirectTarget, refererFor } from './redirects.ts'
