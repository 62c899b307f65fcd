import { pageAnswer, statusAnswer } from '../../../answers.ts'
import { doorKeys, lockedDoor } from '../../../streets/door-locks.ts'
import type { Endpoint, Expected } from '../../endpoint.ts'
import { fewOfEach, perPath, rule } from '../../rules.ts'
import type { Part } from '../../with-parts.ts'
import { withParts } from '../../with-parts.ts'

const refusesHead = (status: number, says: string): Part => ({
  name: String(status),
  says,
  expects: { outcome: 'page', holds: 'GET is answered' },
  behave: (asked, wire) =>
    wire.reply(
      asked.method === 'HEAD'
        ? statusAnswer(status, 'No', 'Not by HEAD.', status === 405 ? ['Allow', 'GET'] : [])
        : pageAnswer(asked, { title: says, body: '<p>GET is answered.</p>' }),
    ),
})

const door = (name: string, says: string, expects: Expected): Part => ({
  name,
  says,
  expects,
  behave(asked, wire, street) {
    const answer = lockedDoor({ ...asked, path: `/${name}` }, street)
    return answer === undefined ? false : wire.reply(answer)
  },
})
const opens: Expected = { outcome: 'page', holds: 'Good day' }
const staysShut: Expected = { outcome: 'error', codes: ['http-401'] }

/** Doors that open to one question and not to another. */
export const qDoors: readonly Endpoint[] = [
  withParts(
    {
      id: 'Q08',
      says: 'HEAD is refused, GET is answered',
      rules: [
        fewOfEach,
        perPath(
          rule('asks by GET where HEAD is refused', ({ requests }) =>
            requests.every(({ method }) => method === 'HEAD') && requests.length > 0 ? 'asked by HEAD alone' : undefined,
          ),
        ),
      ],
    },
    [refusesHead(500, '500 to HEAD'), refusesHead(405, '405 to HEAD')],
  ),
  withParts(
    {
      id: 'Q09',
      says: '401 with a challenge',
      ownHouse: true,
      carries: { user: `${doorKeys.user}:${doorKeys.password}` },
      rules: [fewOfEach],
    },
    [
      door('basic', 'Basic', opens),
      door('digest/md5', 'Digest, by MD5', opens),
      door('digest/sha-256', 'Digest, by SHA-256', opens),
      door('both', 'Basic and two Digests', opens),
      door('unknown', 'schemes that nobody knows', staysShut),
      door('never', 'Basic and Digest, and never opens', staysShut),
    ],
  ),
]
