import type { Test } from './context.ts'

/** `a`, `*`: by name, whose case does not matter, and namespace. @param namespace `*`: any */
export function typeTest(name: string, namespace: string): Test {
  const lower = name.toLowerCase()
  const isNamed: Test =
    name === '*' ? () => true : tag => tag.name === lower || (tag.name.length === name.length && tag.name.toLowerCase() === lower)
  return namespace === '*' ? isNamed : (tag, context) => tag.namespace === namespace && isNamed(tag, context)
}
