import { isIdempotent, isSafe } from '../../exchange/methods.ts'
import { headerFacts } from '../../headers/index.ts'
import { layers, methodFacts, portCount, portRange, ports } from '../../manual/index.ts'
import type { Topic } from './entry.ts'

/** What goes over the network: header fields, methods, ports, layers. */
export const headerTopic: Topic = {
  name: 'header',
  operand: 'NAME',
  about: 'a header field: its kind, what it says, what a robot should do with it',
  entries: headerFacts.map(({ name, kind, spec, says, robot, obsolete }) => ({
    key: name,
    title: `${name} (${kind} field)`,
    facts: [
      ['says', says],
      ['robot', robot],
      ...(obsolete === undefined ? [] : [['obsolete', obsolete] as const]),
      ['defined', spec],
      ['in code', `parseHeader('${name.toLowerCase()}', text)`],
    ],
    data: { kind },
  })),
}

export const methodTopic: Topic = {
  name: 'method',
  operand: 'NAME',
  about: 'a method: is it safe, may it be repeated',
  entries: methodFacts.map(({ name, spec, says, robot }) => ({
    key: name,
    title: name,
    facts: [
      ['means', says],
      ['robot', robot],
      ['safe', isSafe(name) ? 'yes: it only reads' : 'no: it may change something'],
      ['idempotent', isIdempotent(name) ? 'yes: it may be sent again' : 'no: sent twice it may act twice, so it is never repeated unasked'],
      ['defined', spec],
    ],
    data: { isSafe: isSafe(name), isIdempotent: isIdempotent(name) },
  })),
}

export const portTopic: Topic = {
  name: 'port',
  operand: 'N',
  about: `a port, 0 to ${portCount - 1} (16 bits, so there are ${portCount}): who answers there`,
  entries: ports.map(({ port, name, spec, says }) => ({
    key: String(port),
    title: `port ${port}, ${name}`,
    facts: [['means', says], ...portFacts(port), ['defined', spec]],
  })),
  unlisted: key => {
    const port = /^\d{1,5}$/.test(key) ? Number(key) : portCount
    if (port >= portCount) return undefined
    return { key: String(port), title: `port ${port}`, facts: [['means', 'No protocol of this list.'], ...portFacts(port)] }
  },
}

function portFacts(port: number): (readonly [string, string])[] {
  return [
    ['range', portRange(port)],
    ['try it', `orbweaver talk HOST ${port}`],
  ]
}

export const layersTopic: Topic = {
  name: 'layers',
  operand: '',
  about: 'what a web page travels through',
  entries: layers.map(({ name, does, examples, spec }) => ({
    key: name,
    title: `${name} layer`,
    facts: [
      ['does', does],
      ['examples', examples],
      ['defined', spec],
    ],
  })),
}
