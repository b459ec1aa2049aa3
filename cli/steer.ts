/** Steering runs while they go: a message, and its answer. */
import { RacingError } from '../lib/errors.js'
import { runOf } from '../services/console/fetchState.js'
import { printJson } from './output.js'
import { ask, freshId, waitForAnswer, type Asking } from './run/requests.js'
import { withReader } from './session.js'

/** A message was refused. */
export class Refused extends RacingError {
  readonly code = 'CONTROL_REFUSED'
  readonly retriable = false
  constructor(command: string, reason: string) {
    super(`${command.replaceAll('_', ' ')}: ${reason} \`darkhorses runs\` lists the runs.`, { command })
  }
}

/** How long somebody has to obey, ms. */
const answerMs = 10_000

/** Sends a message about a run, waits for the answer and tells the run's state. @throws Refused */
export async function steer(
  runId: string,
  message: Omit<Asking, 'id' | 'run_id'>,
  options: { readonly json?: true },
): Promise<void> {
  await withReader(async (runtime) => {
    const id = freshId(message.command.replaceAll('_', '-'), runtime.clock.now())
    await ask(runtime, { ...message, id, run_id: runId })
    const answer = await waitForAnswer(runtime, id, answerMs)
    if (answer !== null && 'refused' in answer) throw new Refused(message.command, answer.refused)
    const run = await runOf(runtime.pool('fetching'), runId)
    if (options.json === true) printJson({ obeyed: answer !== null, ...(run ?? { id: runId }) })
    else if (answer !== null)
      process.stdout.write(`Run ${runId} is ${run?.state ?? 'unknown'}, priority ${run?.priority ?? 'unknown'}.\n`)
    if (answer === null)
      console.error(
        'No fetcher has obeyed yet: the message waits in the log, and is obeyed when one runs (`npm start`, or `darkhorses fetcher`).',
      )
  })
}
