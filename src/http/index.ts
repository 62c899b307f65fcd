export type { DecodedBody, DecodeLimits } from './decode-body.ts'
export { contentCodings, decodeBody } from './decode-body.ts'
export type { HttpFetcher, HttpOptions } from './fetch-http.ts'
export { createHttpFetcher } from './fetch-http.ts'
