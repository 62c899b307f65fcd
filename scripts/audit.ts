/**
 * Known holes of what is shipped, by `npm audit`. Run: npm run audit. Exit code 1: there are some. A registry that answers no such question
 * is said so, loudly, and is no failure: the versions that must not be used are held by test/dependencies.test.ts.
 */
import { spawnSync } from 'node:child_process'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
type Audit = { readonly metadata?: { readonly vulnerabilities: { readonly total: number } }; readonly message?: string }
const { metadata, message } = JSON.parse(stdout || '{}') as Audit
if (metadata === undefined)
  console.error(`NOT AUDITED: the registry does not answer (${(message ?? 'no answer').replace(/https?:\/\/[^/]+/, '')})`)
else console.log(`audit: ${metadata.vulnerabilities.total} known holes in what is shipped`)
process.exitCode = metadata !== undefined && metadata.vulnerabilities.total > 0 ? 1 : 0
