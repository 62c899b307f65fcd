/**
 * Long runs that look for what short tests do not meet. Each says on its first lines what it takes:
 * npm run soak -- kills --times 1000
 * npm run soak -- faults
 * npm run soak -- system
 * npm run soak -- fuzz --seconds 60
 * npm run soak -- memory --pages 200000
 */
const soaks = ['kills', 'faults', 'system', 'fuzz', 'memory']
const [name = ''] = process.argv.slice(2)
if (soaks.includes(name)) await import(`./soak-${name}.ts`)
else {
  console.error(`Which one? npm run soak -- ${soaks.join(' | ')}`)
  process.exitCode = 2
}
