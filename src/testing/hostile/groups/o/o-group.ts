import { escapeHtml } from '../../../html.ts'
import type { Endpoint } from '../../endpoint.ts'
import { neverReceives } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'
import { xssTexts } from './xss-texts.ts'

/** A page with this text as its title, heading and link text. */
function titled(name: string, says: string, title: string, body = ''): Part {
  const text = escapeHtml(title)
  const markup = `<!DOCTYPE html>\n<meta charset="utf-8">\n<title>${text}</title>\n<h1>${text}</h1>\n<a href="/healthy" title="${text}">${text}</a>\n${body}`
  return {
    name,
    says,
    expects: { outcome: 'page' },
    behave: (_asked, wire) => wire.reply({ status: 200, headers: ['Content-Type', 'text/html; charset=utf-8'], body: markup }),
  }
}

const json = (text: string) => `<script type="application/ld+json">${text}</script>`

/** Texts that attack where they are shown or kept: a terminal, a table, an archive, a dashboard. */
export const oGroup: readonly Endpoint[] = [
  withParts({ id: 'O01', says: 'texts that a terminal obeys' }, [
    titled('escape', 'clears the screen and sets the title', '\u001b[2J\u001b]0;evil\u0007 done'),
    titled('c1', 'the same in one character', '\u009b2J \u009d0;evil\u009c'),
    titled('bell', 'bell, backspace, carriage return', 'good\u0007\b\b\b\bevil\rgone'),
    titled('bidi', 'text turned round', 'user \u202egnp.exe\u2066 \u2069'),
    titled('nul', 'NUL and DEL', 'a\0b\u007f'),
    titled('link', 'a terminal link', '\u001b]8;;http://evil.test/\u001b\\click\u001b]8;;\u001b\\'),
    {
      name: 'long',
      says: 'a title of 5 MiB',
      expects: { outcome: 'page' },
      behave: (_asked, wire) =>
        wire.reply({
          status: 200,
          headers: ['Content-Type', 'text/html'],
          body: `<title>${'\u001b[31m evil'.repeat(512 * 1024)}</title>`,
        }),
    },
    {
      name: 'header',
      says: 'in header fields and in the reason',
      expects: { outcome: 'ended' },
      behave: (_asked, wire) =>
        wire.send('HTTP/1.1 404 \x1b[2Jevil\r\nServer: \x1b]0;evil\x07\r\nETag: "\x1b[2J"\r\nContent-Length: 0\r\n\r\n'),
    },
    {
      name: 'location',
      says: 'in the address that it redirects to',
      expects: { outcome: 'ended' },
      behave: (_asked, wire) => wire.send('HTTP/1.1 302 Found\r\nLocation: /O01/\x1b[2J%1b[2J\x07\r\nContent-Length: 0\r\n\r\n'),
    },
  ]),
  withParts(
    { id: 'O02', says: 'texts that a spreadsheet runs' },
    ["=HYPERLINK('http://evil.test')", '+1+cmd', '-2+3', '@SUM(1)', '\t=1+1', '\r=1+1', '=1\n+1', '"quoted", =x', '\uff1d1+1'].map(
      (title, at) => titled(String(at), `a title that begins like a formula, ${at}`, title),
    ),
  ),
  withParts({ id: 'O03', says: 'names that mean something to JavaScript' }, [
    titled(
      'proto',
      '__proto__ in JSON-LD, microdata, meta and form',
      'proto',
      `${json('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')}
<meta name="__proto__" content="polluted"><meta property="constructor" content="polluted"><meta name="toString" content="x">
<div itemscope><b itemprop="__proto__">polluted</b><b itemprop="constructor">x</b></div><form><input name="__proto__" value="x"><input name="toString"></form>
<table><tr><th>__proto__<th>constructor<tr><td>polluted<td>x</table>`,
    ),
    titled('surrogate', 'half of a pair, by its number', 'x', '<p>&#xD800;&#xDFFF;</p>'),
    titled('separators', 'line ends that JSON allows and JavaScript did not', 'a\u2028b\u2029c\u0085d'),
    titled('number', 'a number without end in JSON-LD', 'number', json('{"n":1e999,"m":-1e999,"k":1e-999}')),
    titled('deep', 'JSON-LD 100,000 deep', 'deep', json('['.repeat(100_000))),
  ]),
  withParts({ id: 'O04', says: 'line ends that forge the fields of a record', rules: [neverReceives(/^X-Forged:/im, 'a forged field')] }, [
    {
      name: 'location',
      says: 'CR and LF, encoded, in the address that it redirects to',
      expects: { outcome: 'ended' },
      behave: (_asked, wire) => wire.send('HTTP/1.1 302 Found\r\nLocation: /O04/x\rX-Forged: 1\r\nContent-Length: 0\r\n\r\n'),
    },
    {
      name: 'etag',
      says: 'a CR in a validator that will be sent back',
      expects: { outcome: 'ended' },
      behave: (_asked, wire) =>
        wire.send('HTTP/1.1 200 OK\r\nETag: "a\rX-Forged: 1"\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n'),
    },
    titled('link', 'a link with line ends', 'link', '<a href="/O04/a\r\nX-Forged: 1">x</a> <a href="/O04/b%0d%0aX-F%6frged: 1">x</a>'),
  ]),
  withParts(
    { id: 'O05', says: `${xssTexts.length} texts that run in a careless page` },
    xssTexts.map((text, at) => titled(String(at), `text ${at}`, text, `<meta name="description" content="${escapeHtml(text)}">`)),
  ),
]
