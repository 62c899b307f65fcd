import { exitCodes } from './exit-codes.ts'

/** Under npm one Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const oneKeyPressMs = 50

/** The first Ctrl-C drains and saves, the second stops at once; SIGTERM likewise. */
export function onSignals(run: { stop(why: string): unknown }, say: (text: string) => void): { readonly came: boolean; off(): void } {
  let came = false
  let cameAt = -Infinity
  const signal = (): void => {
    const now = performance.now()
    if (now - cameAt < oneKeyPressMs) return
    if (came) process.exit(exitCodes.interrupted)
    came = true
    cameAt = now
    say('Ending what is under way, then saving. Once more stops at once.')
    run.stop('interrupted')
  }
  process.on('SIGINT', signal)
  process.on('SIGTERM', signal)
  return {
    get came() {
      return came
    },
    off() {
      process.off('SIGINT', signal)
      process.off('SIGTERM', signal)
    },
  }
}
