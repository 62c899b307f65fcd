/** Z77: a picture from a URL in memory, its width and height decoded (npm i image-size). Run: node examples/seeds/z77-image-in-memory.ts [URL] */
import { imageSize } from 'image-size'
import { fetchPage } from '../../src/index.ts'

const [url = 'http://127.0.0.1:8403/airport/airport_00329.jpg'] = process.argv.slice(2)

const { exchange } = await fetchPage(url)
const { width, height, type } = imageSize(exchange.body)
console.log(`${type}: ${width} x ${height} in ${exchange.body.length} bytes`)
