import { statusClass, statusClasses, statuses } from '../../manual/index.ts'
import type { Topic } from './entry.ts'
import { statusEntry } from './status-entry.ts'

export const statusTopic: Topic = {
  name: 'status',
  operand: 'CODE',
  about: 'a status: its meaning, what a robot should do, what Orbweaver does',
  entries: statuses.map(statusEntry),
  unlisted: key => {
    const code = Number(/^(?:http-)?(\d{3})$/i.exec(key)?.[1])
    const known = statuses.find(facts => facts.code === code)
    if (known !== undefined) return statusEntry(known)
    const family = statusClass(code)
    if (family === undefined) return undefined
    const says = `Not registered: it counts as ${family.name[0]}00. ${family.says}`
    return statusEntry({ code, name: '(unregistered)', spec: 'RFC 9110, section 15', says, robot: family.robot })
  },
}

export const classTopic: Topic = {
  name: 'class',
  operand: '4xx',
  about: 'a class of statuses',
  entries: statusClasses.map(({ name, title, says, robot }) => ({
    key: name,
    title: `${name} ${title}`,
    facts: [
      ['means', says],
      ['robot', robot],
      [
        'statuses',
        statuses
          .filter(({ code }) => String(code)[0] === name[0])
          .map(({ code }) => code)
          .join(', '),
      ],
      ['defined', 'RFC 9110, section 15'],
    ],
  })),
}
