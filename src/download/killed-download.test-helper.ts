/** Ends itself by SIGKILL when so many blocks were written: URL FILE BLOCKS */
import { download } from './index.ts'

const [url = '', file = '', blocks = ''] = process.argv.slice(2)
let written = 0
await download(url, file, {
  blockBytes: 65_536,
  onBlock: () => {
    written++
    if (written === Number(blocks)) process.kill(process.pid, 'SIGKILL')
  },
})
