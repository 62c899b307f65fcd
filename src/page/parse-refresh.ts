/**
 * The target of `<meta http-equiv=refresh content="5; url='/next'">` (HTML, shared declarative refresh steps), as written;
 * undefined when the value is not a refresh or names no address: a page that reloads itself is no link.
 */
export function parseRefresh(content: string): string | undefined {
  const start = /^\s*[\d.]+(?:\s*[;,]\s*|\s+)/.exec(content)
  if (start === null) return undefined
  const rest = content.slice(start[0].length).replace(/^url\s*=\s*/i, '')
  const quote = rest[0]
  if (quote !== '"' && quote !== "'") return rest.trim() || undefined
  const end = rest.indexOf(quote, 1)
  return rest.slice(1, end < 0 ? undefined : end).trim() || undefined
}
