import assert from 'node:assert/strict'
import { Resolver } from 'node:dns/promises'
import { test } from 'node:test'
import { readQuestion, writeReply } from './dns-message.ts'
import { openDnsServer } from './dns-server.ts'

test('the resolver of Node reads every kind of answer', async () => {
  const many = Array.from({ length: 4_000 }, (_, index) => `93.184.${index >> 8}.${index & 255}`)
  await using server = await openDnsServer(({ name, nth }) => {
    if (name === 'many.test') return many
    if (name === 'cname.test') return ['b.test', 'c.d.test', '10.0.0.1', '::ffff:1.2.3.4', '10.0.0.2']
    return name === 'again.test' ? [`10.0.0.${nth}`] : 'no-such-name'
  })
  const resolver = new Resolver()
  resolver.setServers([server.address])
  assert.deepEqual(await resolver.resolve4('many.test'), many)
  assert.deepEqual(await resolver.resolve4('cname.test'), ['10.0.0.1', '10.0.0.2'])
  assert.deepEqual(await resolver.resolve6('CNAME.test'), ['::ffff:1.2.3.4'])
  assert.deepEqual(await resolver.resolve4('cname.test', { ttl: true }), [
    { address: '10.0.0.1', ttl: 0 },
    { address: '10.0.0.2', ttl: 0 },
  ])
  assert.deepEqual([await resolver.resolve4('again.test'), await resolver.resolve4('again.test')], [['10.0.0.1'], ['10.0.0.2']])
  await assert.rejects(resolver.resolve6('again.test'), { code: 'ENODATA' })
  await assert.rejects(resolver.resolve4('x.test'), { code: 'ENOTFOUND' })
  await assert.rejects(resolver.resolveMx('cname.test'))
  assert.deepEqual(server.queries.at(-1), { name: 'cname.test', type: 'other', nth: 1 })
})

test('an answer byte by byte', () => {
  const asked = Buffer.from('beef01000001000000000000016104746573740000010001', 'hex')
  const question = readQuestion(asked)!
  assert.deepEqual({ ...question, bytes: undefined }, { id: 0xbeef, name: 'a.test', type: 'A', bytes: undefined })
  assert.equal(
    writeReply(question, { code: 0, records: ['b.test', '10.0.0.1', '::1'] }).toString('hex'),
    'beef85800001000200000000' +
      '016104746573740000010001' +
      'c00c00050001000000000008' +
      '01620474657374' +
      '00' +
      '0162047465737400' +
      '00010001000000000004' +
      '0a000001',
  )
  assert.equal(
    writeReply(question, { code: 3, records: [], isTruncated: true }).subarray(0, 12).toString('hex'),
    'beef87830001000000000000',
  )
  assert.equal(readQuestion(asked.subarray(0, -1)), undefined)
  assert.equal(readQuestion(Buffer.concat([asked.subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])])), undefined, 'a pointer')
  for (let length = 0; length < asked.length; length++) assert.equal(readQuestion(asked.subarray(0, length)), undefined)
})
