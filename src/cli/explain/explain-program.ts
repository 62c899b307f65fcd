import type { CrawlErrorCode } from '../../base/crawl-error.ts'
import { isRetryable } from '../../base/crawl-error.ts'
import type { ErrorFacts, KnownAgent } from '../../manual/index.ts'
import { agentKinds, errorFacts, knownAgent, knownAgents, readings, reasons, specifications, terms } from '../../manual/index.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { exitMeanings } from '../exit-meanings.ts'
import type { Entry, Topic } from './entry.ts'

/** What this program says and what is said about programs like it: errors, exit codes, words, papers. */
export const errorTopic: Topic = {
  name: 'error',
  operand: 'CODE',
  about: 'an error of Orbweaver, as it stands in brackets behind the message',
  entries: entriesOf(errorFacts, (code: CrawlErrorCode, { says, next }: ErrorFacts) => ({
    key: code,
    title: code,
    facts: [
      ['means', says],
      ['next', next],
      ['again', isRetryable(code) ? 'a crawl tries again' : 'a crawl does not try again'],
      ['exit code', String(exitCodeOf(code))],
    ],
  })),
}

export const reasonTopic: Topic = {
  name: 'reason',
  operand: 'NAME',
  about: 'why a crawl left a link or a page, as in its report',
  entries: reasons.map(({ name, says, change }) => ({
    key: name,
    title: name,
    facts: [
      ['means', says],
      ['change it', change],
    ],
  })),
}

export const exitTopic: Topic = {
  name: 'exit',
  operand: 'N',
  about: 'an exit code',
  entries: entriesOf(exitCodes, (name, code) => ({
    key: String(code),
    title: `exit code ${code}, ${name}`,
    facts: [
      ['means', exitMeanings[name]],
      ['errors', errorsOf(code)],
    ],
  })),
}

export const termTopic: Topic = {
  name: 'term',
  operand: 'WORD',
  about: 'a word of the field, with the commands that show it',
  entries: terms.map(({ name, says, commands }) => ({
    key: name,
    title: name,
    facts: [
      ['means', says],
      ['try it', commands.join(', or ')],
    ],
  })),
}

export const rfcTopic: Topic = {
  name: 'rfc',
  operand: 'N',
  about: 'an RFC that older texts name, and what holds today',
  entries: specifications.map(({ rfc, title, year, today, note }) => ({
    key: String(rfc),
    title: `RFC ${rfc}, ${title} (${year})`,
    facts: [
      ['today', today === `RFC ${rfc}` ? 'still the one' : today],
      ...(note === undefined ? [] : [['note', note] as const]),
      ['read it', `https://www.rfc-editor.org/rfc/rfc${rfc}`],
    ],
  })),
}

export const agentsTopic: Topic = {
  name: 'agents',
  operand: '',
  about: 'kinds of web agents, and what Orbweaver has to do with each',
  entries: agentKinds.map(({ name, says, here }) => ({
    key: name,
    title: name,
    facts: [
      ['do', says],
      ['Orbweaver', here],
    ],
  })),
}

export const agentTopic: Topic = {
  name: 'agent',
  operand: 'LINE',
  about: 'who sends a User-Agent, by its begin',
  entries: knownAgents.map(agentEntry),
  unlisted: line => {
    const known = knownAgent(line)
    return known === undefined ? undefined : agentEntry(known)
  },
}

function agentEntry({ begins, kind, of }: KnownAgent): Entry {
  return { key: begins, title: `${begins} (${kind})`, facts: [['sent by', of]], data: { kind } }
}

export const readingTopic: Topic = {
  name: 'reading',
  operand: '',
  about: 'what to read about robots',
  entries: readings.map(({ title, about }) => ({ key: title, title, facts: [['about', about]] })),
}

function errorsOf(code: number): string {
  return (
    Object.keys(errorFacts)
      .filter(error => exitCodeOf(error) === code)
      .join(', ') || 'none'
  )
}

function entriesOf<Key extends string, Value>(table: Readonly<Record<Key, Value>>, make: (key: Key, value: Value) => Entry): Entry[] {
  const keys = Object.keys(table).filter((key): key is Key => Object.hasOwn(table, key))
  return keys.map(key => make(key, table[key]))
}
