/** Z77: a picture from a URL in memory, its width and height decoded. Run: node examples/seeds/z77-image-in-memory.ts [URL] */
import { fetchPicture } from '../../src/page/index.ts'

const [url = 'http://127.0.0.1:8403/airport/airport_00329.jpg'] = process.argv.slice(2)

const { format, width, height, bytes } = await fetchPicture(url)
console.log(`${format}: ${width} x ${height} in ${bytes.length} bytes`)
