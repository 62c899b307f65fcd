import { encodeText } from '../../../encode-text.ts'
import type { Endpoint } from '../../endpoint.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

/** Everybody's letters: what a page must have brought when its encoding was found. */
const greek = 'Καλημέρα'

type Page = {
  /** Before the title. */
  readonly head?: string
  readonly text?: string
  /** How the bytes are made, and the charset of the header field; default none is named. */
  readonly bytes?: string
  readonly charset?: string
  readonly bom?: readonly number[]
}

function pageBytes({ head = '', text = greek, bytes = 'utf-8', bom = [] }: Page): Uint8Array {
  const markup = `<!DOCTYPE html>\n${head}<title>${text}</title>\n<p>${text}</p>\n`
  return Buffer.concat([Buffer.from(bom), bytes === 'utf-8' ? Buffer.from(markup) : encodeText(markup, bytes)])
}

/** @param holds the title that is right; default the letters of the page */
function part(name: string, says: string, page: Page, holds = page.text ?? greek): Part {
  const type = page.charset === undefined ? 'text/html' : `text/html; charset=${page.charset}`
  return {
    name,
    says,
    expects: { outcome: 'page', holds },
    behave: (_asked, wire) => wire.reply({ status: 200, headers: ['Content-Type', type], body: pageBytes(page) }),
  }
}

/** The bytes as they are, one character each. */
function raw(name: string, says: string, text: string, holds: string, charset = 'utf-8'): Part {
  return {
    name,
    says,
    expects: { outcome: 'page', holds },
    behave: (_asked, wire) =>
      wire.reply({
        status: 200,
        headers: ['Content-Type', `text/html; charset=${charset}`],
        body: Buffer.from(`<title>${text}</title>`, 'latin1'),
      }),
  }
}

const utf8Bom = [0xef, 0xbb, 0xbf]

/** Character encodings that lie (WHATWG Encoding; HTML section 13.2.3). */
export const eGroup: readonly Endpoint[] = [
  withParts({ id: 'E01', says: 'header, meta and byte order mark that say different things' }, [
    part('header', 'the header is right, the meta is not', { charset: 'utf-8', head: '<meta charset="windows-1253">' }),
    part('bom', 'the byte order mark is right, header and meta are not', {
      bom: utf8Bom,
      charset: 'koi8-r',
      head: '<meta charset="shift_jis">',
    }),
    part('meta', 'only the meta says it', { bytes: 'windows-1253', head: '<meta charset="windows-1253">' }),
    part('meta-utf-16', 'a meta that says utf-16, which means utf-8', { head: '<meta charset="utf-16">' }),
    part('http-equiv', 'a meta in the old form', {
      bytes: 'iso-8859-7',
      head: '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-7">',
    }),
  ]),
  withParts({ id: 'E02', says: 'UTF-16 with and without a byte order mark' }, [
    part('le', 'little endian, by the header', { bytes: 'utf-16le', charset: 'utf-16le' }),
    part('be', 'big endian, by the mark', { bytes: 'utf-16be', bom: [0xfe, 0xff] }),
    { ...part('bare', 'without mark and header', { bytes: 'utf-16le' }), expects: { outcome: 'page' } },
  ]),
  withParts({ id: 'E03', says: 'the old encodings' }, [
    part('gb18030', 'GB18030', { bytes: 'gb18030', charset: 'gb18030', text: '你好世界' }),
    part('shift-jis', 'Shift_JIS', { bytes: 'shift_jis', charset: 'Shift_JIS', text: 'こんにちは' }),
    part('windows-874', 'windows-874', { bytes: 'windows-874', charset: 'tis-620', text: 'สวัสดี' }),
    part('euc-kr', 'EUC-KR', { bytes: 'euc-kr', charset: 'ks_c_5601-1987', text: '안녕하세요' }),
    raw('iso-2022-jp', 'ISO-2022-JP', '\x1b$B$3$s$K$A$O\x1b(B', 'こんにちは', 'iso-2022-jp'),
  ]),
  withParts({ id: 'E04', says: 'UTF-8 that is none' }, [
    raw('overlong', 'a slash in two bytes', 'a\xc0\xafb', 'a��b'),
    raw('surrogate', 'half of a pair', 'a\xed\xa0\x80b', 'a���b'),
    raw('cut', 'a letter cut in the middle', 'a\xe2\x82b', 'a�b'),
    raw('lonely', 'bytes that only go on', 'a\x80\xbfb', 'a��b'),
  ]),
  {
    id: 'E05',
    says: 'every byte in a read of its own, and so each letter cut at each place',
    expects: { outcome: 'page', holds: greek },
    async behave(asked, wire) {
      if (asked.path !== '/E05') return false
      const bytes = pageBytes({})
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n`
      await wire.send(head)
      for (const byte of bytes) await wire.send(Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a]))
      await wire.send('0\r\n\r\n')
    },
  },
  withParts({ id: 'E06', says: 'a meta that comes late' }, [
    {
      ...part('late', 'behind 1,024 bytes', { bytes: 'windows-1253', head: `<!-- ${'-'.repeat(1_100)} --><meta charset="windows-1253">` }),
      expects: { outcome: 'page' },
    },
    part('edge', 'that ends within 1,024 bytes', {
      bytes: 'windows-1253',
      head: `<!-- ${'x'.repeat(950)} --><meta charset="windows-1253">`,
    }),
  ]),
  withParts({ id: 'E07', says: 'a charset that nobody knows' }, [
    part('unknown', 'a word', { charset: 'klingon' }, greek),
    part('empty', 'nothing', { charset: '' }, greek),
    part('long', 'a word of 10,000 letters', { charset: 'x'.repeat(10_000) }, greek),
    part('user-defined', 'x-user-defined in a meta, which means windows-1252', {
      bytes: 'windows-1252',
      text: 'naïve',
      head: '<meta charset="x-user-defined">',
    }),
  ]),
  raw7(),
]

/** UTF-7 is no encoding of the web: what it hides must stay text. */
function raw7(): Endpoint {
  const text = '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'
  return withParts({ id: 'E08', says: 'UTF-7 that hides a script' }, [
    raw('named', 'named in the header', text, '+ADw-script', 'utf-7'),
    raw('unnamed', 'not named', text, '+ADw-script'),
  ])
}
