import type { Seen } from '../../rules.ts'

type Received = { readonly host: string; readonly path: string; readonly cookies: readonly string[] }

/** The pairs of every Cookie field, request by request. */
function receivedBy({ requests }: Seen): Received[] {
  return requests.map(({ target, headers }) => {
    const fieldOf = (wanted: string) => headers.find((_, at) => at % 2 === 1 && headers[at - 1]!.toLowerCase() === wanted) ?? ''
    const cookies = fieldOf('cookie').split('; ')
    return { host: fieldOf('host').replace(/:\d+$/, ''), path: target, cookies: cookies[0] === '' ? [] : cookies }
  })
}

export function lostCookie(path: string, names: readonly string[]): (seen: Seen) => string | undefined {
  return seen => {
    const last = receivedBy(seen).findLast(one => one.path === path && one.cookies.length > 0)
    const lost = last && names.find(name => !last.cookies.includes(`${name}=1`))
    return lost && `did not send ${lost}`
  }
}

export function longField(seen: Seen): string | undefined {
  const longest = Math.max(0, ...receivedBy(seen).map(({ cookies }) => cookies.join('; ').length))
  return longest > 16_384 ? `sent ${longest.toLocaleString('en')} bytes of cookies` : undefined
}

export function strayCookie(seen: Seen): string | undefined {
  for (const { host, cookies } of receivedBy(seen)) {
    const stray = cookies.find(pair => /^(own|given)=/.test(pair) && pair.split('=')[1] !== host)
    if (stray !== undefined) return `sent ${stray} to ${host}`
  }
  return undefined
}
