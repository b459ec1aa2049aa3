import type { Command } from 'commander'
import { startStats } from '../../services/stats/main.js'
import { runService } from '../service.js'

/** The group stats alone. */
export function define(command: Command): Command {
  return command.action(() => runService(startStats))
}
