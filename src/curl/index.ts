/** `orbweaver/curl`: curl lines read and written. */
export type { CurlOrder, CurlOutput, DataPiece, FormPiece } from './curl-order.ts'
export type { FormatCurlOptions } from './format-curl.ts'
export { formatCurl } from './format-curl.ts'
export { parseCurl, parseCurlArguments } from './parse-curl.ts'
