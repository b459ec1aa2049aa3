import { onClosedOutput } from './closedOutput.js'

/**
 * Ctrl+C and SIGTERM end the unit and batch in hand; a second one ends at once. So does, without a word, a reader of the
 * output that goes away: what was started here is ended, not left behind.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    process.stderr.write('Stopping after the unit and batch in hand …\n')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  onClosedOutput(() => stopping.abort())
  return stopping.signal
}
