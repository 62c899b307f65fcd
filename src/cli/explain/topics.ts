import type { Topic } from './entry.ts'
import { agentsTopic, agentTopic, errorTopic, exitTopic, readingTopic, reasonTopic, rfcTopic, termTopic } from './explain-program.ts'
import { classTopic, statusTopic } from './explain-status.ts'
import { headerTopic, layersTopic, methodTopic, portTopic } from './explain-wire.ts'

/** What can be explained, in the order of the list; `packet` is beside them. */
export const topics: readonly Topic[] = [
  statusTopic,
  classTopic,
  headerTopic,
  methodTopic,
  portTopic,
  layersTopic,
  errorTopic,
  reasonTopic,
  exitTopic,
  termTopic,
  rfcTopic,
  agentTopic,
  agentsTopic,
  readingTopic,
]
