import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer as createHttpServer, request as httpRequest } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { cert, key } from './loopback-certificate.ts'

export type TestProxy = AsyncDisposable & {
  /** `127.0.0.1:port` */
  readonly at: string
  /** What it was asked for, as it came: request lines, or `CONNECT host:port` of SOCKS. */
  readonly asked: string[]
  /** Proxy-Authorization fields, or `name:password` of SOCKS, beside each. */
  readonly logins: (string | undefined)[]
}

export type HttpProxyOptions = {
  readonly tls?: boolean
  /** Lets in only who has this; default everybody. */
  readonly user?: { readonly user: string; readonly password: string; readonly digest?: boolean }
  /** Refuses every tunnel with this status. */
  readonly refuse?: number
  /** Where every name leads; default 127.0.0.1. */
  readonly to?: string
}

/** A proxy that forwards http: URLs and makes tunnels. */
export async function openHttpProxy({ tls = false, user, refuse, to = '127.0.0.1' }: HttpProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = []
  const logins: (string | undefined)[] = []
  const server = tls ? createHttpsServer({ key, cert }) : createHttpServer()
  const challenge = user?.digest ? 'Digest realm="proxy", nonce="n", qop="auth"' : 'Basic realm="proxy"'
  const admits = (request: IncomingMessage): boolean => {
    const login = request.headers['proxy-authorization']
    asked.push(`${request.method} ${request.url}`)
    logins.push(login)
    if (user === undefined) return true
    if (!user.digest) return login === `Basic ${Buffer.from(`${user.user}:${user.password}`).toString('base64')}`
    const said = new Map([...(login ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name, value]) => [name, value]))
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const a1 = md5(`${user.user}:proxy:${user.password}`)
    const a2 = md5(`${request.method}:${request.url}`)
    return said.get('uri') === request.url && said.get('response') === md5(`${a1}:n:${said.get('nc')}:${said.get('cnonce')}:auth:${a2}`)
  }
  server.on('request', (request, answer) => {
    if (!admits(request)) return answer.writeHead(407, { 'proxy-authenticate': challenge }).end('the proxy wants to know you')
    const { port, pathname, search } = new URL(request.url!)
    const { 'proxy-authorization': _, ...headers } = request.headers
    const onward = httpRequest({ host: to, port, path: pathname + search, method: request.method, headers }, reply => {
      answer.writeHead(reply.statusCode!, reply.rawHeaders)
      reply.pipe(answer)
    })
    request.pipe(onward)
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    if (!admits(request)) return socket.end(`HTTP/1.1 407 Who?\r\nProxy-Authenticate: ${challenge}\r\n\r\n`)
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\x1b[31m\r\n\r\n`)
    const onward = join(socket, connect(Number(request.url!.split(':').at(-1)), to))
    onward.on('connect', () => socket.write('HTTP/1.1 200 Yes\r\n\r\n'))
  })
  return listening(server, asked, logins)
}

/** A SOCKS proxy of versions 4a and 5, whose greeting comes byte by byte. */
export async function openSocksProxy({ user, to = '127.0.0.1' }: Pick<HttpProxyOptions, 'user' | 'to'> = {}): Promise<TestProxy> {
  const asked: string[] = []
  const logins: (string | undefined)[] = []
  const server = createServer(socket => {
    socket.setNoDelay(true).on('error', () => {})
    serve(socket).catch(() => socket.destroy())
  })
  async function serve(socket: Socket): Promise<void> {
    let unread = Buffer.alloc(0)
    const take = async (length: number): Promise<Buffer> => {
      while (unread.length < length) {
        const bytes = socket.read() as Buffer | null
        if (bytes === null) await once(socket, 'readable')
        else unread = Buffer.concat([unread, bytes])
      }
      const taken = unread.subarray(0, length)
      unread = unread.subarray(length)
      return taken
    }
    const takeText = async (): Promise<string> => {
      const bytes: number[] = []
      for (let [byte] = await take(1); byte !== 0; [byte] = await take(1)) bytes.push(byte!)
      return Buffer.from(bytes).toString()
    }
    const say = async (...bytes: number[]): Promise<void> => {
      for (const byte of bytes) await new Promise<void>(done => socket.write(Buffer.from([byte]), () => done()))
    }
    const [version] = await take(1)
    let host = ''
    let port: number
    if (version === 4) {
      await take(1)
      port = (await take(2)).readUInt16BE()
      const address = await take(4)
      logins.push(await takeText())
      host = address[0] === 0 ? await takeText() : address.join('.')
      asked.push(`CONNECT ${host}:${port}`)
      if (port === 1) return void (await say(0, 91, 0, 0, 0, 0, 0, 0))
      await say(0, 90, 0, 0, 0, 0, 0, 0)
    } else {
      const methods = await take((await take(1))[0]!)
      if (user !== undefined && !methods.includes(2)) return void socket.end(Buffer.from([5, 255]))
      await say(5, user === undefined ? 0 : 2)
      let login: string | undefined
      if (user !== undefined) {
        await take(1)
        const name = await take((await take(1))[0]!)
        login = `${name}:${await take((await take(1))[0]!)}`
        const isKnown = login === `${user.user}:${user.password}`
        await say(1, isKnown ? 0 : 1)
        if (!isKnown) return void socket.end()
      }
      logins.push(login)
      const [, , , kind] = await take(4)
      if (kind === 3) host = String(await take((await take(1))[0]!))
      else if (kind === 1) host = (await take(4)).join('.')
      else host = `[${(await take(16)).toString('hex').replace(/(.{4})(?=.)/g, '$1:')}]`
      port = (await take(2)).readUInt16BE()
      asked.push(`CONNECT ${host}:${port}`)
      if (port === 1) return void (await say(5, 5, 0, 1, 0, 0, 0, 0, 0, 0))
      await say(5, 0, 0, 3, 2, 104, 105, 0, 0)
    }
    join(socket, connect(port, to))
  }
  return listening(server, asked, logins)
}

function join(one: Socket, other: Socket): Socket {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy()).on('close', () => to.destroy())
    from.pipe(to)
  }
  return other
}

async function listening(server: Server, asked: string[], logins: (string | undefined)[]): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    at: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    logins,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
