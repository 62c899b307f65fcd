export { csvSink } from './csv-sink.ts'
export { jsonlSink } from './jsonl-sink.ts'
export { memorySink } from './memory-sink.ts'
