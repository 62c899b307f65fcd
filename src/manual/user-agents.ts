/** Who sends a User-Agent that begins so. */
export type KnownAgent = {
  readonly begins: string
  readonly kind: 'browser' | 'tool' | 'library'
  readonly of: string
}

type AgentRow = readonly [begins: string, kind: KnownAgent['kind'], of: string]

/** As they stand in the logs of servers: those that the papers of 2007 name, and those of today. The first that fits counts. */
const rows: readonly AgentRow[] = [
  ['Mozilla', 'browser', 'Nearly every browser: Mozilla/4.0, 5.0 and 6.0 in 2007, 5.0 today.'],
  ['Ace Explorer', 'browser', 'Ace Explorer, of 2007.'],
  ['AOL', 'browser', 'America Online, AOL 8.0 in 2007.'],
  ['Internet Explorer', 'browser', 'Internet Explorer 5 by its name; what it sent itself begins with Mozilla/4.0.'],
  ['Opera', 'browser', 'Opera before it called itself Mozilla/5.0.'],
  ['Lynx', 'browser', 'Lynx, in a terminal.'],
  ['curl', 'tool', 'curl, curl/7.9.8 in 2007.'],
  ['Wget', 'tool', 'GNU Wget.'],
  ['Scrapy', 'tool', 'Scrapy.'],
  ['Orbweaver', 'tool', 'This program.'],
  ['Java-http-client', 'library', "Java's newer client."],
  ['Java', 'library', "Java's java.net.URL, Java1.4.0_02 in 2007."],
  ['libwww-perl', 'library', 'LWP for Perl.'],
  ['Python-urllib', 'library', 'urllib of Python.'],
  ['python-requests', 'library', 'Requests for Python.'],
  ['Go-http-client', 'library', 'net/http of Go.'],
  ['node', 'library', 'fetch of Node.js.'],
]

export const knownAgents: readonly KnownAgent[] = rows.map(([begins, kind, of]) => ({ begins, kind, of }))

/** Who that is, by its begin; undefined for a name of one's own. Case does not matter. */
export function knownAgent(line: string): KnownAgent | undefined {
  const given = line.trim().toLowerCase()
  return knownAgents.find(({ begins }) => {
    const wanted = begins.toLowerCase()
    return given.startsWith(wanted) && !/[a-z]/.test(given.charAt(wanted.length))
  })
}
