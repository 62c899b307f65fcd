import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTree } from './adapters.ts'
import { casesMissing, readCaseFile, readCaseNames } from './cases.ts'

type TreeCase = { readonly file: string; readonly html: string; readonly context: string | undefined; readonly tree: string }

/** html5lib's .dat form: `#data`, `#errors`, maybe `#document-fragment` or `#script-on`, `#document`. */
function casesOf(file: string): TreeCase[] {
  const text = Buffer.from(readCaseFile(`html5lib-tree-construction/${file}`)).toString()
  return text
    .split(/^#data\n/m)
    .slice(1)
    .flatMap(part => {
      const end = part.startsWith('#errors') ? 0 : part.indexOf('\n#errors')
      const rest = part.slice(end)
      if (rest.includes('\n#script-on')) return []
      const tree = rest.slice(rest.indexOf('#document\n') + '#document\n'.length).replace(/\n+$/, '')
      return [{ file, html: part.slice(0, end), context: /#document-fragment\n(.*)\n/.exec(rest)?.[1], tree }]
    })
}

test('html5lib tree construction, scripting off: every case, the select rules of 2025 too', { skip: casesMissing }, () => {
  const cases = readCaseNames('html5lib-tree-construction', '.dat').flatMap(casesOf)
  assert.ok(cases.length >= 1500, String(cases.length))
  const failing = cases.filter(({ html, context, tree }) => parseTree(html, context) !== tree)
  assert.deepEqual(
    failing.map(({ file, html }) => `${file}: ${html}`),
    [],
  )
})
