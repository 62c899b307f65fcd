import type { Endpoint } from './endpoint.ts'
import { aGroup } from './groups/a/a-group.ts'
import { bGroup } from './groups/b/b-group.ts'
import { cGroup } from './groups/c/c-group.ts'
import { dGroup } from './groups/d/d-group.ts'
import { eGroup } from './groups/e/e-group.ts'
import { lGroup } from './groups/l/l-group.ts'
import { mGroup } from './groups/m/m-group.ts'
import { nGroup } from './groups/n/n-group.ts'
import { oGroup } from './groups/o/o-group.ts'
import { okGroup } from './groups/ok.ts'
import { pGroup } from './groups/p/p-group.ts'
import { qGroup } from './groups/q/q-group.ts'
import { rGroup } from './groups/r/r-group.ts'
import { xGroup } from './groups/x/x-group.ts'
import { zGroup } from './groups/z/z-group.ts'

/** Every endpoint of the street, in order. A new group is one file and one line here. */
export const allEndpoints: readonly Endpoint[] = [
  ...aGroup,
  ...bGroup,
  ...zGroup,
  ...dGroup,
  ...cGroup,
  ...rGroup,
  ...lGroup,
  ...pGroup,
  ...eGroup,
  ...nGroup,
  ...qGroup,
  ...xGroup,
  ...mGroup,
  ...oGroup,
  ...okGroup,
]
