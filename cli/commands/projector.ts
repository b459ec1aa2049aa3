import type { Command } from 'commander'
import { startProjector } from '../../services/projector/main.js'
import { runService } from '../service.js'

/** The group projector alone. */
export function define(command: Command): Command {
  return command
    .addHelpText('after', '\nExample:\n  METRICS_PORT=9464 darkhorses projector')
    .action(() => runService(startProjector))
}
