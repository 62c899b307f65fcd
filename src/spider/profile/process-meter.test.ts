import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { collectYoung } from '../../base/collect-young.ts'
import { startProcessMeter } from './process-meter.ts'

test('the CPU time of this thread, the garbage of this process and a late loop are seen; a second stop says the same', async () => {
  const from = performance.now()
  const meter = startProcessMeter()
  // How late the loop is it knows from its second look on.
  for (let turn = 0; turn < 2; turn++) {
    const cpu = process.threadCpuUsage()
    for (const begun = performance.now(); performance.now() - begun < 60 || process.threadCpuUsage(cpu).user < 10_000; ) collectYoung()
    await after(1)
  }
  const times = meter.stop()
  const wallMs = performance.now() - from
  assert.ok(times.threadCpuMs >= 20 && times.processCpuMs >= 20, JSON.stringify(times))
  assert.ok(times.gcMs > 0 && times.gcMs <= wallMs, `gc ${times.gcMs}`)
  assert.ok(times.longestDelayMs >= 40 && times.longestDelayMs <= wallMs, `late by ${times.longestDelayMs}`)
  assert.ok(times.busyMs >= 60 && times.busyMs <= wallMs, `busy ${times.busyMs}`)
  assert.equal(meter.stop(), times)
})
