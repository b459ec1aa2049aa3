import type { Command } from 'commander'
import { startEntities } from '../../services/projector/main.js'
import { runService } from '../service.js'

/** The group entities alone. */
export function define(command: Command): Command {
  return command
    .addHelpText('after', '\nExample:\n  METRICS_PORT=9464 darkhorses entities')
    .action(() => runService(startEntities))
}
