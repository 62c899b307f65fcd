import { isIP } from 'node:net'

/** `192.0.2.53, [2001:db8::53]:5353` -> the name servers one by one; undefined when one of them is no address. */
export function parseNameServers(text: string): string[] | undefined {
  const servers = text.split(',').map(each => each.trim())
  return servers.every(isNameServer) ? servers : undefined
}

function isNameServer(text: string): boolean {
  if (isIP(text) !== 0) return true
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const address = six ?? four ?? ''
  return isIP(address) === (six === undefined ? 4 : 6) && Number(port ?? 53) >= 1 && Number(port ?? 53) <= 65_535
}
