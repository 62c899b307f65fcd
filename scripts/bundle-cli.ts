/**
 * Makes the built command line start sooner: main.js and all that `get` may need in a few files instead of a hundred. The other verbs are
 * left as they are, and the library too. Run: npm run build:cli
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')

/** What stays a file of its own: the other verbs, and the class that both sides throw and know. */
const apart: ReadonlyMap<string, string> = new Map([
  [join(root, 'src/cli/program.ts'), './program.js'],
  [join(root, 'src/base/crawl-error.ts'), '../base/crawl-error.js'],
])

/** Overwrites `cli/main.js` of a built folder. @returns the files it wrote */
export async function bundleCli(built: string): Promise<string[]> {
  const folder = join(built, 'cli')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    chunkNames: 'get-[hash]',
    // Of an .mjs file Node need not look for the package it is in: 0.1 ms each.
    outExtension: { '.js': '.mjs' },
    write: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'apart',
        setup(bundler) {
          bundler.onResolve({ filter: /^\./ }, ({ path, importer }) => {
            const external = apart.get(join(dirname(importer), path))
            return external === undefined ? undefined : { path: external, external: true }
          })
        },
      },
    ],
  })
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (file.endsWith('.mjs')) rmSync(join(folder, file))
  return outputFiles.map(({ path, contents }) => {
    const file = join(folder, basename(path) === 'main.mjs' ? 'main.js' : basename(path))
    writeFileSync(file, contents)
    return file
  })
}

if (import.meta.main) {
  const files = await bundleCli(resolve(root, 'dist'))
  console.log(`dist/cli: main.js with all that get needs, ${files.length} files`)
}
