import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { collectYoung } from '../../base/collect-young.ts'
import { startProcessMeter } from './process-meter.ts'

test('the CPU time of this thread, the garbage of this process and a late loop are seen; a second stop says the same', async () => {
  const meter = startProcessMeter()
  await turn()
  const from = performance.now()
  const cpu = process.threadCpuUsage()
  // The loop is looked at every 20 ms.
  while (performance.now() - from < 100 || process.threadCpuUsage(cpu).user < 10_000) collectYoung()
  await new Promise(resolve => setTimeout(resolve, 25))
  const times = meter.stop()
  assert.ok(times.threadCpuMs >= 10 && times.processCpuMs >= 10, JSON.stringify(times))
  assert.ok(times.gcMs > 0 && times.gcMs <= performance.now() - from, `gc ${times.gcMs}`)
  assert.ok(times.longestDelayMs >= 50, `late by ${times.longestDelayMs}`)
  assert.ok(times.busyMs >= 100, `busy ${times.busyMs}`)
  assert.equal(meter.stop(), times)
})
