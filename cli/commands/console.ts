import type { Command } from 'commander'
import { startConsole, usualPort } from '../../services/console/main.js'
import { runService } from '../service.js'

/** Health, metrics, JSON and the page, alone. */
export function define(command: Command): Command {
  return command
    .addHelpText(
      'after',
      `\nListens on CONSOLE_HOST (127.0.0.1) and CONSOLE_PORT (${usualPort} where it is free); another host needs CONSOLE_TOKEN.\n\nExample:\n  CONSOLE_PORT=8480 darkhorses console`,
    )
    .action(() =>
      runService(async (runtime) => {
        const running = await startConsole(runtime)
        console.error(`console ${running.url}`)
        return running
      }),
    )
}
