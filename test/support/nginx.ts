import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** nginx on loopback over a folder of files, one worker, with an access log to judge a crawler by. */
export type Nginx = { readonly origin: string; log(): LogLine[]; [Symbol.asyncDispose](): Promise<void> }

/** `bytes` of the body, `sent` with the header. */
export type LogLine = {
  readonly status: number
  readonly bytes: number
  readonly path: string
  readonly agent: string
  readonly sent: number
}

export const nginxMissing: string | false =
  spawnSync('nginx', ['-v']).status === 0 ? false : 'nginx is not installed (Debian: apt-get install nginx-light)'

/** `tls`: PEM of the certificate and the key of an https:// origin. `gzip`: for those who ask for it. */
export type NginxOptions = {
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  readonly gzip?: boolean | undefined
}

/** @param roots URL prefix -> folder */
export async function startNginx(roots: Readonly<Record<string, string>>, { tls, gzip = false }: NginxOptions = {}): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-nginx-'))
  const port = await freePort()
  const tlsPort = await freePort()
  for (const kind of ['b', 'p', 'f', 'u', 's']) mkdirSync(join(folder, kind))
  const locations = Object.entries(roots).map(([prefix, path]) => `location ${prefix} { alias ${path}; }`)
  if (tls !== undefined) writeFileSync(join(folder, 'tls.pem'), `${tls.cert}\n${tls.key}`)
  const secure =
    tls === undefined ? '' : `listen 127.0.0.1:${tlsPort} ssl backlog=1024; ssl_certificate tls.pem; ssl_certificate_key tls.pem;`
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log crit;
events { worker_connections 1024; }
http {
  types { text/html html htm; text/css css; image/png png; image/svg+xml svg; image/gif gif; application/javascript js; text/plain txt; }
  default_type application/octet-stream; sendfile on; tcp_nodelay on; keepalive_requests 10000000; charset utf-8;
  absolute_redirect off; gzip ${gzip ? 'on' : 'off'};
  log_format judge '$status\\t$body_bytes_sent\\t$request_uri\\t$http_user_agent\\t$bytes_sent'; access_log ${folder}/access.log judge;
  client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server { listen 127.0.0.1:${port} backlog=1024; ${secure} index index.html; ${locations.join(' ')} }
}`,
  )
  const server = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const plain = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${plain}/__up`).then(
        answer => answer.body?.cancel().then(() => true),
        () => false,
      )
    )
      break
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  return {
    origin: tls === undefined ? plain : `https://127.0.0.1:${tlsPort}`,
    log: () =>
      readFileSync(join(folder, 'access.log'), 'utf8')
        .split('\n')
        .filter(line => line !== '' && !line.includes('\t/__up\t'))
        .map(line => {
          const [status, bytes, path, agent, sent] = line.split('\t') as [string, string, string, string, string]
          return { status: Number(status), bytes: Number(bytes), path, agent, sent: Number(sent) }
        }),
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
