/** Kinds of web agents, as robot builders of the nineties told them apart, and what Orbweaver has to do with each. */
export type AgentKind = { readonly name: string; readonly says: string; readonly here: string }

type AgentRow = readonly [name: string, says: string, here: string]

const rows: readonly AgentRow[] = [
  [
    'robots, spiders, wanderers',
    'Go from page to page and gather information: for an index, an archive, a study.',
    'What Orbweaver is. It says who it is, obeys robots.txt and keeps a pause.',
  ],
  ['commerce agents', 'Compare offers, buy and sell for somebody.', 'Orbweaver reads pages and orders nothing.'],
  [
    'worms and viruses',
    'Programs that copy themselves from machine to machine, unasked.',
    'Refused: Orbweaver never copies itself, starts nothing on another machine, and writes only where you tell it to.',
  ],
  ['MUD agents and chatterbots', 'Play and talk with people.', 'Orbweaver talks to servers only.'],
]

export const agentKinds: readonly AgentKind[] = rows.map(([name, says, here]) => ({ name, says, here }))
