import { pageAnswer, statusAnswer } from '../answers.ts'
import { anchor, escapeHtml, list } from '../html.ts'
import { jpegOf } from '../pictures.ts'
import { randomFor } from '../seeded-words.ts'
import { staticAnswer } from '../static-answer.ts'
import type { Answer, Street, StreetContext, StreetRequest } from '../street.ts'

const pictureMs = 600_000
const freshSeconds = 3600
const picturePath = '/airport/airport_00329.jpg'

/** Name, degrees north, degrees east. */
const airports = new Map<string, readonly [string, number, number]>([
  ['ber', ['Berlin', 52.3667, 13.5033]],
  ['cpt', ['Cape Town', -33.9648, 18.6017]],
  ['gru', ['Sao Paulo', -23.4356, -46.4731]],
  ['hnd', ['Tokyo Haneda', 35.5523, 139.78]],
  ['jfk', ['New York Kennedy', 40.6398, -73.7789]],
  ['lga', ['New York La Guardia', 40.7772, -73.8726]],
  ['lhr', ['London Heathrow', 51.4706, -0.4619]],
  ['lis', ['Lisbon', 38.7813, -9.1359]],
  ['mad', ['Madrid', 40.4719, -3.5626]],
  ['roc', ['Rochester', 43.1189, -77.6724]],
  ['sin', ['Singapore', 1.3502, 103.9943]],
  ['syd', ['Sydney', -33.9461, 151.1772]],
])

export const airport: Street<'airport'> = {
  name: 'airport',
  about: 'A webcam picture that changes every ten minutes, and distances between airports by GET and POST.',
  answer(request, town) {
    const { path } = request
    if (path === '/') return pageAnswer(request, { title: 'The airport', body: frontPage })
    if (path === '/airport-camviewer.php') return pageAnswer(request, { title: 'Airport camera', body: cameraPage })
    if (path === picturePath) return picture(request, town)
    return path === '/dist' || path === '/dist/' ? distance(request) : undefined
  },
}

const frontPage = `<h1>The airport</h1>
${list([anchor('/airport-camviewer.php', 'Airport camera'), anchor('/dist/', 'Distance between two airports'), anchor('/dist/?a1=lga&a2=cpt')])}`

const cameraPage = `<h1>Airport camera</h1>
<p>A new picture every ten minutes.</p>
<p><img src="${picturePath}" width="320" height="240" alt="The runway"></p>
<p>${anchor('/', 'Back')}</p>`

function picture(request: StreetRequest, { clock, seed }: StreetContext): Answer {
  const slot = Math.floor(clock.wall() / pictureMs)
  const expires = new Date(clock.wall() + freshSeconds * 1000).toUTCString()
  return staticAnswer(request, {
    body: jpegOf(32_059, randomFor(seed, `airport ${slot}`)),
    type: 'image/jpeg',
    lastModified: slot * pictureMs,
    headers: ['Cache-Control', `max-age=${freshSeconds}`, 'Expires', expires, 'Connection', 'close'],
  })
}

function distance(request: StreetRequest): Answer {
  const isPost = request.method === 'POST'
  if (isPost && !/^application\/x-www-form-urlencoded\b/i.test(request.header('content-type') ?? '')) {
    return statusAnswer(415, 'Unsupported media type', 'Send application/x-www-form-urlencoded.')
  }
  const fields = isPost ? new URLSearchParams(Buffer.from(request.body).toString()) : request.query
  const codes = [fields.get('a1'), fields.get('a2')].map(code => (code ?? '').trim().toLowerCase())
  if (codes.every(code => code === '')) return pageAnswer(request, { title: 'Distance', body: form })
  const [from, to] = codes.map(code => airports.get(code))
  if (from === undefined || to === undefined) {
    return statusAnswer(404, 'Unknown airport', `Known codes: ${[...airports.keys()].join(', ')}.`)
  }
  const km = greatCircleKm(from, to)
  const body = `<h1>Distance</h1>
<p>${from[0]} (${codes[0]!.toUpperCase()}) to ${to[0]} (${codes[1]!.toUpperCase()})</p>
<table>
<tr><th>Kilometres</th><td id="km">${Math.round(km)}</td></tr>
<tr><th>Miles</th><td id="miles">${Math.round(km / 1.609344)}</td></tr>
</table>
<p>${anchor('/dist/', 'Another distance')}</p>`
  return pageAnswer(isPost ? { ...request, method: 'GET' } : request, { title: `Distance ${codes.join('-')}`, body })
}

const options = [...airports].map(([code, [name]]) => `<option value="${code}">${escapeHtml(name)}</option>`).join('')

const form = `<h1>Distance between two airports</h1>
<form action="/dist/" method="get">
<label>From <select name="a1">${options}</select></label>
<label>To <select name="a2">${options}</select></label>
<button type="submit">Ask with GET</button>
<button type="submit" formmethod="post">Ask with POST</button>
</form>`

/** Haversine on a sphere of 6371 km. */
function greatCircleKm([, north1, east1]: readonly [string, number, number], [, north2, east2]: readonly [string, number, number]): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const angle = half(north2 - north1) + Math.cos(radians(north1)) * Math.cos(radians(north2)) * half(east2 - east1)
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(angle)))
}
