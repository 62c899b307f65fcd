/**
 * Makes the built command line start sooner: all that `get` may need in a few files instead of a hundred, and all that `crawl` needs instead
 * of four hundred. The other verbs are left as they are, and the library too. Run: npm run build:cli
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')

type Bundle = {
  /** In `src/cli`. */
  readonly entry: string
  /** Of the files that its parts on request become. */
  readonly chunks: string
  /** What stays a file of its own, as `src/cli` imports it when it is built. */
  readonly apart: readonly string[]
}

const bundles: readonly Bundle[] = [
  // The class that all sides throw and know, and the other verbs.
  { entry: 'main', chunks: 'get', apart: ['../base/crawl-error.js', './program.js'] },
  // The store and the handlers find the files of their threads beside themselves.
  {
    entry: 'crawl-command',
    chunks: 'crawl',
    apart: ['../base/crawl-error.js', '../frontier/sqlite/sqlite-store.js', '../spider/handlers/open-handlers.js'],
  },
]

/** Overwrites the entries in `cli` of a built folder. @returns the files it wrote */
export async function bundleCli(built: string): Promise<string[]> {
  const folder = join(built, 'cli')
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (file.endsWith('.mjs')) rmSync(join(folder, file))
  return (await Promise.all(bundles.map(bundle => write(folder, bundle)))).flat()
}

async function write(folder: string, { entry, chunks, apart }: Bundle): Promise<string[]> {
  const sources = new Map(apart.map(built => [join(root, 'src/cli', built.replace(/js$/, 'ts')), built]))
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`src/cli/${entry}.ts`],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    chunkNames: `${chunks}-[hash]`,
    // Of an .mjs file Node need not look for the package it is in: 0.1 ms each.
    outExtension: { '.js': '.mjs' },
    write: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'apart',
        setup(bundler) {
          bundler.onResolve({ filter: /^\./ }, ({ path, importer }) => {
            const external = sources.get(join(dirname(importer), path))
            return external === undefined ? undefined : { path: external, external: true }
          })
        },
      },
    ],
  })
  return outputFiles.map(({ path, contents }) => {
    const file = join(folder, basename(path) === `${entry}.mjs` ? `${entry}.js` : basename(path))
    writeFileSync(file, contents)
    return file
  })
}

if (import.meta.main) {
  const files = await bundleCli(resolve(root, 'dist'))
  console.log(`dist/cli: what get and crawl need in ${files.length} files`)
}
