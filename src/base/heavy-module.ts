type Heavy = {
  readonly 'node:crypto': typeof import('node:crypto')
  readonly 'node:http': typeof import('node:http')
  readonly 'node:util': typeof import('node:util')
  readonly 'node:v8': typeof import('node:v8')
  readonly 'node:vm': typeof import('node:vm')
}

/**
 * A module of Node that is loaded when it is first used. As an import, `node:http` adds 20 ms to every start, `node:crypto` 10 ms and
 * the others 1 or 2 (measured: an import reads every export, and some of those load fetch and WebCrypto).
 */
export function heavyModule<Name extends keyof Heavy>(name: Name): Heavy[Name] {
  const load: (name: string) => unknown = process.getBuiltinModule
  return load(name) as Heavy[Name]
}
