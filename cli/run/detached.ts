/** Runs that are left to others: to a service that fetches, else to a copy of this command in the background. */
import type { Config } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime, type Runtime } from '../../lib/runtime.js'
import { detach } from '../detach.js'
import type { NothingToDo, PreparedRun } from './performRun.js'
import { RunRefused } from './errors.js'
import { ask, waitForAnswer } from './requests.js'
import { activeDatabase } from './runSystem.js'

/** Asks for a run and returns when it is accepted. @throws RunRefused */
export async function leaveToService(
  config: Config,
  prepare: (runtime: Runtime) => Promise<PreparedRun | NothingToDo>,
): Promise<void> {
  const active = await activeDatabase(config)
  // A run that fetches would end before it got to this one.
  if (active?.fetching !== 'service') {
    await detach(config, 'run')
    return
  }
  const { url } = active
  const logger = createLogger({ level: 'warn', secrets: [...config.secrets, url], destination: process.stderr })
  const runtime = await openRuntime({ config, databaseUrl: url, logger })
  try {
    const prepared = await prepare(runtime)
    if ('nothing' in prepared) {
      process.stdout.write(`${prepared.nothing}\n`)
      return
    }
    const { run, message } = prepared
    if (message !== null) {
      await ask(runtime, message)
      const answer = await waitForAnswer(runtime, message.id, 20_000)
      if (answer !== null && 'refused' in answer) throw new RunRefused(run.id, answer.refused)
      if (answer === null) console.error('Nobody has obeyed the message yet; it waits in the log.')
    }
    process.stdout.write(
      `Run ${run.id}: left to the service. See \`darkhorses runs ${run.id}\`, \`darkhorses watch\`.\n`,
    )
  } finally {
    await runtime.close()
  }
}
