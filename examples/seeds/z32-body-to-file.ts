/** Z32: Body = "Picture.gif": the body is kept under a name, in one call. Run: node examples/seeds/z32-body-to-file.ts [URL] [FILE] */
import { download } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8401/intl/en_ALL/images/logo.gif', file = 'Picture.gif'] = process.argv.slice(2)

const { path, bytes } = await download(url, file)
console.log(`${path}: ${bytes} bytes`)
