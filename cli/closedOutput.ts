/** What happens when the reader of stdout has gone away (`| head`). */

let whenClosed: () => void = () => process.exit(0)

/** A command that has something to end first says here how; otherwise the process ends quietly at once. */
export function onClosedOutput(end: () => void): void {
  whenClosed = end
}

/** A reader that has gone away ends the command quietly; a full disk is told, on stderr, with exit 1. */
export function surviveClosedOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      whenClosed()
      return
    }
    process.stderr.write(`error: the output cannot be written: ${error.message}\n`)
    process.exit(1)
  })
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') whenClosed()
    else process.exit(1)
  })
}
