import type { Endpoint } from '../../endpoint.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const fileType = ['Content-Type', 'application/octet-stream']

/** A file at a path of its own. @param name the rest of the path as a browser sends it */
function path(name: string, says = name.slice(0, 60)): Part {
  return {
    name,
    says,
    expects: { outcome: 'ended' },
    behave: (asked, wire) => wire.reply({ status: 200, headers: fileType, body: `the file of ${asked.path}\n` }),
  }
}

/** A file whose header field proposes a name. */
function proposed(name: string, field: string): Part {
  const headers = [...fileType, 'Content-Disposition', `attachment; ${field}`]
  return {
    name,
    says: field.slice(0, 60),
    expects: { outcome: 'ended' },
    behave: (_asked, wire) => wire.reply({ status: 200, headers, body: `the file ${name}\n` }),
  }
}

const long = 'x'.repeat(300)
const manyNames = 10_000

/** Names that lead out of the output folder, or fall together in it. */
export const nGroup: readonly Endpoint[] = [
  withParts({ id: 'N01', says: 'encoded dot segments, which a URL parser leaves as they are' }, [
    path('..%2F..%2F..%2Fetc%2Fpasswd'),
    path('..%5C..%5Cx'),
    path('%252e%252e%252fx'),
    path('...%2F...%2Fx'),
  ]),
  withParts({ id: 'N02', says: 'drives, shares and streams of Windows' }, [
    path('C:%5CWindows%5Cx'),
    path('C:x'),
    path('%5C%5Cserver%5Cshare%5Cx'),
    path('a:b'),
    path('x::$DATA'),
  ]),
  withParts({ id: 'N03', says: 'control characters' }, [
    path('%00x'),
    path('x%00.html'),
    path('%1B%5B2J'),
    path('a%0D%0Ab'),
    path('a%7Fb'),
    path('%C2%9Bx'),
  ]),
  withParts({ id: 'N04', says: 'device names' }, [
    path('CON'),
    path('nul.txt'),
    path('COM1.html'),
    path('AUX%20'),
    path('lpt%C2%B9'),
    path('CONIN$'),
  ]),
  withParts({ id: 'N05', says: 'names of shells and patterns' }, [
    path('*'),
    path('a%3Fb'),
    path('-rf'),
    path('~'),
    path('%24(reboot)'),
    path('a%7Cb'),
    path('%22quoted%22'),
    path('a%3Cb%3E'),
  ]),
  withParts({ id: 'N06', says: 'names that end in dots and spaces' }, [path('x...'), path('x%20'), path('.%20'), path('%20')]),
  withParts({ id: 'N07', says: 'a name above 255 bytes, in one byte and in three' }, [
    path(long),
    path('%E2%82%AC'.repeat(150)),
    path(`${long}.html`),
  ]),
  withParts({ id: 'N08', says: '300 folders in one another' }, [path(`${'d/'.repeat(300)}x`)]),
  withParts({ id: 'N09', says: 'hidden files and files of the home folder' }, [
    path('.htaccess'),
    path('~%2F.ssh%2Fauthorized_keys'),
    path('.git%2Fconfig'),
    path('.bashrc'),
  ]),
  withParts({ id: 'N10', says: 'names that look like others' }, [
    path('x%E2%80%AEgpj.exe'),
    path('x%E2%80%8B.txt'),
    path('%EF%BC%8E%EF%BC%8E%EF%BC%8Fx'),
    path('%D0%B0.txt'),
  ]),
  withParts({ id: 'N11', says: 'a proposed name that leads elsewhere' }, [
    proposed('up', 'filename="../../x"'),
    proposed('back', 'filename="..\\\\..\\\\x"'),
    proposed('encoded', "filename*=UTF-8''..%2F..%2Fx"),
    proposed('absolute', 'filename="/etc/passwd"'),
    proposed('home', 'filename="~/.bashrc"'),
    proposed('drive', 'filename="C:\\\\x"'),
    proposed('device', 'filename="NUL"'),
  ]),
  withParts({ id: 'N12', says: 'a proposed name that is none' }, [
    proposed('empty', 'filename=""'),
    proposed('dot', 'filename="."'),
    proposed('dots', 'filename=".."'),
    proposed('control', 'filename="a\tb\x1b[2J"'),
    proposed('long', `filename="${long}"`),
    proposed('open', 'filename="never closed'),
    proposed('bytes', 'filename="na\xefve.txt"'),
    proposed('twice', 'filename=a; filename=../b'),
  ]),
  withParts({ id: 'N13', says: 'a file where another URL wants a folder' }, [path('a'), path('a/b'), path('a/b/c')]),
  withParts({ id: 'N14', says: 'names that differ in case alone' }, [path('Readme'), path('README'), path('readme')]),
  withParts({ id: 'N15', says: 'one name in two normal forms' }, [path('caf%C3%A9'), path('cafe%CC%81')]),
  {
    id: 'N16',
    says: '10,000 names that are one when they are cut',
    expects: { outcome: 'page', holds: 'N16' },
    behave(asked, wire) {
      if (asked.path === '/N16') {
        const links = Array.from({ length: manyNames }, (_, at) => `<a href="/N16/${long}${at}">x</a>`)
        return wire.reply({ status: 200, headers: ['Content-Type', 'text/html'], body: `<title>N16</title>${links.join('\n')}` })
      }
      return /^\/N16\/x{300}\d+$/.test(asked.path) && wire.reply({ status: 200, headers: fileType, body: `${asked.path.slice(305)}\n` })
    },
  },
  withParts({ id: 'N17', says: 'a file whose name the visitor has planted as a link that leads out, and one below such a folder' }, [
    path('link'),
    path('folder/x'),
  ]),
]
