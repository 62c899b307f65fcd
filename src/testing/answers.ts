import type { HtmlPage } from './html.ts'
import { anchor, escapeHtml, htmlPage } from './html.ts'
import { staticAnswer } from './static-answer.ts'
import type { Answer, StreetRequest } from './street.ts'

const textType = 'text/plain; charset=utf-8'
const htmlType = 'text/html; charset=utf-8'

/** An HTML page with validators and ranges. @param headers more header fields, flat */
export function pageAnswer(request: StreetRequest, page: HtmlPage, headers: readonly string[] = []): Answer {
  return staticAnswer(request, { body: htmlPage(page), type: htmlType, headers })
}

/** Plain text with validators and ranges; robots.txt is this. */
export function textAnswer(request: StreetRequest, body: string): Answer {
  return staticAnswer(request, { body, type: textType })
}

/** A short page of any status, without validators. @param headers more header fields, flat */
export function statusAnswer(status: number, title: string, sentence: string, headers: readonly string[] = []): Answer {
  const body = htmlPage({ title, body: `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(sentence)}</p>` })
  return { status, headers: [...headers, 'Content-Type', htmlType], body }
}

/** The redirect with a page for readers; `location` is sent as it is given. */
export function redirectAnswer(status: number, location: string): Answer {
  const body = htmlPage({ title: 'Moved', body: `<h1>Moved</h1>\n<p>This page is now at ${anchor(location)}.</p>` })
  return { status, headers: ['Location', location, 'Content-Type', htmlType], body }
}

/** The town's answer to what no street knows. */
export function notFoundAnswer(request: StreetRequest): Answer {
  return statusAnswer(404, 'Not found', `There is nothing at ${request.path.slice(0, 200)}.`)
}

/** Bytes of your own in the place of an answer, one character each; the connection is closed behind them. @param status only for the log */
export function rawAnswer(bytes: string, status = 200): Answer {
  return { status, headers: [], raw: Buffer.from(bytes, 'latin1') }
}
