/** Writes `orbweaver/soup` as one file for browsers, and for any folder: dist/soup.browser.js. Run: npm run build:soup */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')

/** One minified module. @throws when the soup imports something of Node */
export async function bundleSoup(): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/soup/index.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const packages = new Set(Object.keys(metafile.inputs).flatMap(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))
  const { version, license } = packageOf('.')
  const notices = [...packages].toSorted().map(name => noticeOf(`node_modules/${name}`))
  return `/*! orbweaver/soup ${version}, ${license} */\n${outputFiles[0]!.text}${notices.join('')}`
}

type Package = { readonly name: string; readonly version: string; readonly license: string }

function packageOf(folder: string): Package {
  return JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8')) as Package
}

/** Their licences ask that they go along. */
function noticeOf(folder: string): string {
  const { name, version, license } = packageOf(folder)
  const file = readdirSync(resolve(root, folder)).find(entry => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} has no licence file`)
  return `/*! ${name} ${version}, ${license}\n${readFileSync(resolve(root, folder, file), 'utf8').trim()}\n*/\n`
}

if (import.meta.main) {
  const code = await bundleSoup()
  const target = resolve(root, 'dist/soup.browser.js')
  mkdirSync(resolve(root, 'dist'), { recursive: true })
  writeFileSync(target, code)
  writeFileSync(target.replace(/\.js$/, '.d.ts'), "export * from './soup/index.js'\n")
  const size = (bytes: number) => `${bytes.toLocaleString('en-US')} bytes`
  console.log(`dist/soup.browser.js: ${size(Buffer.byteLength(code))}, ${size(gzipSync(code, { level: 9 }).length)} in gzip`)
}
