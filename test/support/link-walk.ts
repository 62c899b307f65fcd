import { parse } from 'parse5'

/**
 * An independent judge of a crawl: every page reachable by links, found with parse5's tree and Node's fetch, one request at a time. Shares
 * no code with the crawler.
 */
export async function linkWalk(start: string, most = 100_000): Promise<Set<string>> {
  const origin = new URL(start).origin
  const seen = new Set<string>([new URL(start).href])
  const reached = new Set<string>()
  for (const url of seen) {
    if (seen.size > most) throw new Error(`more than ${most} pages below ${start}`)
    const answer = await fetch(url, { redirect: 'manual' })
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel()
      offer(location, url)
      continue
    }
    const html = (answer.headers.get('content-type') ?? '').startsWith('text/html')
    if (answer.status !== 200) {
      await answer.body?.cancel()
      continue
    }
    reached.add(url)
    if (!html) {
      await answer.body?.cancel()
      continue
    }
    for (const href of hrefs(await answer.text())) offer(href, url)
  }
  return reached

  function offer(href: string, base: string): void {
    const target = URL.parse(href, base)
    if (target === null || target.origin !== origin) return
    target.hash = ''
    seen.add(target.href)
  }
}

type Node = { tagName?: string; attrs?: { name: string; value: string }[]; childNodes?: Node[]; content?: Node }

/** What a crawl without handlers follows: anchors, areas, frames and link elements that lead to pages. */
function hrefs(html: string): string[] {
  const found: string[] = []
  const stack: Node[] = [parse(html, { scriptingEnabled: false }) as Node]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const attribute = (name: string) => node?.attrs?.find(attr => attr.name === name)?.value
    if (node.tagName === 'a' || node.tagName === 'area') push(attribute('href'))
    if (node.tagName === 'iframe' || node.tagName === 'frame') push(attribute('src'))
    if (
      node.tagName === 'link' &&
      !/\b(?:stylesheet|icon|preload|prefetch|preconnect|dns-prefetch|modulepreload|manifest)\b/i.test(attribute('rel') ?? '')
    )
      push(attribute('href'))
    stack.push(...(node.childNodes ?? []))
  }
  return found

  function push(href: string | undefined): void {
    if (href !== undefined) found.push(href.trim())
  }
}
