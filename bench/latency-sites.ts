/** A loopback address for each site, so that politeness takes them for different machines. */
export function addressOf(site: number): string {
  return `127.0.${1 + Math.floor(site / 250)}.${1 + (site % 250)}`
}
