import { gzipSync } from 'node:zlib'
import { redirectAnswer } from '../../../answers.ts'
import type { Answer } from '../../../street.ts'
import type { Asked, HostileContext, Wire } from '../../endpoint.ts'

/** Answers the questions for `/robots.txt` and all below `/robots/`. */
export type Robots = (asked: Asked, wire: Wire, street: HostileContext) => unknown

export const mib = 1024 * 1024

export function rules({ house }: Asked, line = ''): string {
  const id = house.replace(/\/.*/, '')
  return `User-agent: *\nDisallow: /${id}/closed\n${line}\n`
}

export function textOf(body: string | Uint8Array | AsyncIterable<Uint8Array>, headers: readonly string[] = []): Answer {
  return { status: 200, headers: ['Content-Type', 'text/plain; charset=utf-8', ...headers], body }
}

export function text(make: (asked: Asked, street: HostileContext) => string | Uint8Array): Robots {
  return (asked, wire, street) => wire.reply(textOf(make(asked, street)))
}

/** Whoever reads the body obeys it; nobody should. */
export function status(code: number, headers: readonly string[] = []): Robots {
  return (_asked, wire) => wire.reply({ ...textOf('User-agent: *\nDisallow: /\n', headers), status: code })
}

export function hops(most: number): Robots {
  return (asked, wire) => {
    const hop = Number(/^\/robots\/(\d+)$/.exec(asked.path)?.[1] ?? 0)
    if (hop >= most) return wire.reply(textOf(rules(asked)))
    return wire.reply(redirectAnswer(302, most === Infinity && hop === 2 ? '/robots.txt' : `/robots/${hop + 1}`))
  }
}

export const filler = `${'# nothing to see here '.repeat(3)}\n`.repeat(1000)

export function longFile(asked: Asked): string {
  const last = `Disallow: /${asked.house}/late\n`
  return rules(asked)
    .padEnd(600 * 1024 - last.length - 1, '# filler\n')
    .concat('\n', last)
}

export async function* endless(begin: string | Uint8Array, piece: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(begin)
  const more = Buffer.from(piece)
  for (;;) yield more
}

export async function trickle(_asked: Asked, wire: Wire): Promise<void> {
  await wire.send('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n')
  for (const character of 'User-agent: *\nAllow: /\n') {
    await wire.send(character)
    if (!(await wire.wait(1000))) return
  }
  while (await wire.wait(1000)) await wire.send('#')
}

/** Gzip members, one behind another (RFC 1952 section 2.2): each of 1 KB, of 1 MiB when it is unpacked. */
export function bomb(asked: Asked): Answer {
  return textOf(endless(gzipSync(rules(asked)), gzipSync('#'.repeat(mib - 1).concat('\n'))), ['Content-Encoding', 'gzip'])
}

export function manySitemaps(asked: Asked, { self }: HostileContext): string {
  return rules(asked) + Array.from({ length: 10_000 }, (_, number) => `Sitemap: ${self}/maps/${number}.xml\n`).join('')
}
