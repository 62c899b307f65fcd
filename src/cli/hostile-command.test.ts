import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import type { ListedEndpoint, Verdict } from '../testing/index.ts'
import { runCli, startCli, temporaryFolder } from './run-cli.test-helper.ts'

test('practice --hostile: a street that any robot can be sent through, and a judge of its log', async () => {
  using folder = temporaryFolder()
  const child = startCli(['practice', '--hostile', '--json', '--port', '0', '--only', 'a,ok'])
  const closed = once(child, 'close')
  let line = ''
  for await (const piece of child.stdout) {
    line += String(piece)
    if (line.endsWith('\n')) break
  }
  const { start, endpoints } = JSON.parse(line) as { start: string; endpoints: ListedEndpoint[] }
  const urlOf = (id: string) => endpoints.find(one => one.id === id)!.url
  for (let ask = 0; ask < 7; ask += 1)
    await fetch(urlOf('A01'))
      .then(answer => answer.text())
      .catch(() => {})
  await (await fetch(urlOf('OK'))).text()
  const log = await (await fetch(`${start}__log?bytes=no`)).text()
  child.kill('SIGINT')
  assert.deepEqual(await closed, [0, null])

  writeFileSync(folder.at('log.json'), log)
  const lines = await runCli(['practice', '--judge', folder.at('log.json')])
  assert.equal(lines.code, 1)
  assert.match(lines.stdout, /^A01 +bad +7 .*\n +- 7 requests\n/m)
  assert.match(lines.stdout, /^OK +good +1 /m)
  const json = await runCli(['practice', '--hostile', '--judge', '-', '--json', '--only', 'ok'], { input: log })
  assert.equal(json.code, 0)
  assert.deepEqual(
    (JSON.parse(json.stdout) as Verdict[]).map(({ id, verdict }) => [id, verdict]),
    [['OK', 'good']],
  )

  for (const text of ['', '{}', '{"requests":[{}]}', '{"requests":7}']) {
    const broken = await runCli(['practice', '--judge', '-'], { input: text })
    assert.equal(broken.code, 3)
    assert.match(broken.stderr, /^orbweaver: - is no log of the hostile street; [^\n]+ \[file\]\n$/)
  }
  const unknown = await runCli(['practice', '--hostile', '--only', 'A,Y'])
  assert.equal(unknown.code, 2)
  assert.match(unknown.stderr, /--only knows the groups .*, not "Y"\. \[usage\]/)
})
