export { download } from './download.ts'
export type { Download, DownloadOptions, DownloadProgress, DownloadRetry, DownloadTarget } from './download-options.ts'
export type { NameHints } from './file-names.ts'
export { fileNameFor, filePathFor } from './file-names.ts'
