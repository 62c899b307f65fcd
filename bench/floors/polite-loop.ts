/**
 * The same pace and nothing else: for each site its pages one after the other, the delay between. No robots.txt rules, links, store.
 * polite-loop PAGES DELAY_MS ORIGIN...
 */
import { Agent } from 'undici'

const [pages = '', delay = '', ...origins] = process.argv.slice(2)
const agent = new Agent({ connections: 1 })
await Promise.all(
  origins.map(async origin => {
    const paths = ['/robots.txt', '/', ...Array.from({ length: Number(pages) - 1 }, (_, at) => `/${at + 1}`)]
    for (const [at, path] of paths.entries()) {
      if (at > 0) await new Promise(resolve => setTimeout(resolve, Number(delay)))
      const { body } = await agent.request({ origin, path, method: 'GET' })
      await body.text()
    }
  }),
)
await agent.close()
