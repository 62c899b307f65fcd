export { formatHttpDate, parseHttpDate } from './http-date.ts'
export type { MediaType } from './media-type.ts'
export { parseMediaType } from './media-type.ts'
export { parseRetryAfter } from './retry-after.ts'
