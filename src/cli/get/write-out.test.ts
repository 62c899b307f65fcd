import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CrawlError } from '../../base/crawl-error.ts'
import { aTransfer } from './transfer.test-helper.ts'
import { compileWriteOut } from './write-out.ts'

const printed = (format: string, transfer = aTransfer()): string => compileWriteOut(format)(transfer).stdout

test('variables of curl, in its units', () => {
  assert.equal(printed('%{http_code} %{size_download} %{content_type}\\n'), '200 70057 image/jpeg\n')
  assert.equal(
    printed('%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer} %{time_total}'),
    '0.001000 0.003000 0.006000 0.020000 0.500000',
  )
  assert.equal(
    printed('%{url_effective} %{num_redirects} %{remote_ip}:%{remote_port} %{scheme} %{method}'),
    'https://h.example/final 1 192.0.2.1:443 https GET',
  )
  assert.equal(printed('%{speed_download} %{time_redirect} %{num_headers} %{filename_effective}'), '140114 0.010000 2 image.jpg')
  assert.equal(printed('%header{ETag}|%header{none}|%%{x}|%{exitcode}|\\t|100%'), '"e"||%{x}|0|\t|100%')
  assert.deepEqual(JSON.parse(printed('%{header_json}')), { 'content-type': ['image/jpeg'], etag: ['"e"'] })
  assert.equal(JSON.parse(printed('%{json}')).status, 200)
})

test('without an answer: 000 and the message', () => {
  const failed = aTransfer({ exchange: undefined, hops: [], error: new CrawlError('dns-not-found', 'No address.'), exitCode: 4 })
  assert.equal(printed('%{http_code} %{exitcode} %{errormsg} %{remote_ip}', failed), '000 4 No address. ')
})

test('%{stderr} and %{stdout} turn the stream', () => {
  assert.deepEqual(compileWriteOut('a%{stderr}b%{stdout}c')(aTransfer()), { stdout: 'ac', stderr: 'b' })
})

test('a variable that is not known is an error before anything is asked', () => {
  assert.throws(() => compileWriteOut('%{size_request}'), { code: 'usage', message: /knows no %\{size_request\}.*size_download/ })
  assert.throws(() => compileWriteOut('%{constructor}'), { code: 'usage' })
})
