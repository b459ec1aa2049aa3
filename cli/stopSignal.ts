/** Ctrl+C and SIGTERM end the unit and batch in hand; a second one ends at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    process.stderr.write('Stopping after the unit and batch in hand …\n')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return stopping.signal
}
