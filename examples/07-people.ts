/**
 * Handlers for the command line: what to take from which page. Run, beside `orbweaver practice`:
 * orbweaver crawl http://127.0.0.1:8404/ --handlers examples/07-people.ts --jsonl --max-pages 20
 */
import type { Handler } from '../src/index.ts'

export const visits: Readonly<Record<string, Handler>> = {
  '/users.php': ({ page, save }) => {
    const [age] = page.soup.text.match(/(?<=Age\D*)\d{1,3}/) ?? []
    save({ url: page.url, name: page.soup.find('title')?.text ?? null, age: age === undefined ? null : Number(age) })
  },
}

export const visit: Handler = ({ page, follow }) => follow(page.links())
