/** One download in a process of its own, for bench/download.ts: node bench/download-once.ts URL FILE */
import { download } from '../src/download/index.ts'

const [url = '', file = ''] = process.argv.slice(2)
await download(url, file)
