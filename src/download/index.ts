export { download } from './download.ts'
export type { Download, DownloadOptions, DownloadProgress, DownloadRetry, DownloadTarget } from './download-options.ts'
