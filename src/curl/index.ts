/** `orbweaver/curl`: curl lines read and written. */
export type { CurlOrder, CurlOutput, DataPiece, FormPiece } from './curl-order.ts'
export type { FormatCurlOptions } from './format-curl.ts'
export { formatCurl } from './format-curl.ts'
export { parseCurl } from './parse-curl.ts'
export type { CurlFiles } from './request-of.ts'
export { requestOf } from './request-of.ts'
