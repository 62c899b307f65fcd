import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'

type Locked = {
  readonly version: string
  readonly integrity?: string
  readonly hasInstallScript?: true
  readonly dev?: true
  readonly optional?: true
}

const read = (name: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', name), 'utf8'))
const { dependencies, peerDependencies = {} } = read('package.json') as Record<'dependencies' | 'peerDependencies', Record<string, string>>
const packages = Object.entries((read('package-lock.json') as { packages: Record<string, Locked> }).packages).filter(
  ([path]) => path !== '',
)
const shipped = packages.filter(([, { dev }]) => dev !== true)

/** The first versions without the holes that are known, and what these were. */
const minima: Readonly<Record<string, string>> = {
  // Endless lists of content codings, decompression without a limit, credentials over redirects.
  undici: '8.10.2',
}

test('no dependency is below the first version without its known holes', () => {
  for (const [name, minimum] of Object.entries(minima)) {
    for (const [path, { version }] of packages.filter(([path]) => path.endsWith(`node_modules/${name}`))) {
      assert.ok(version.localeCompare(minimum, 'en', { numeric: true }) >= 0, `${path} ${version} is below ${minimum}`)
    }
    assert.ok(
      packages.some(([path]) => path === `node_modules/${name}`),
      name,
    )
  }
})

test('direct dependencies are few, and none of what is shipped runs a script when it is installed', () => {
  assert.ok(Object.keys({ ...dependencies, ...peerDependencies }).length <= 12)
  assert.deepEqual(
    shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    [],
  )
  assert.ok(shipped.length > Object.keys(dependencies).length)
})

test('every package that is shipped is locked by its content', () => {
  const open = shipped.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)
  assert.deepEqual(open, [])
})
