import type { Command } from 'commander'
import { messageOf } from '../../lib/errors.js'
import { InvalidSimulatorOption } from '../../services/simulator/errors.js'
import { startSimulator } from '../../services/simulator/main.js'
import { seedOption } from '../numbers.js'
import { untilStopped } from '../service.js'
import { UsageError } from '../usage.js'

interface Options {
  port: string
  seed: string
  days?: string
  generated?: true
  historyAddOn: boolean
  host?: string
  now?: string
  speed: string
  faults?: string
  rate?: string
  username?: string
  password?: string
}

const examples: Readonly<Record<string, string>> = {
  port: '--port 8099',
  speed: '--speed 60',
  rate: '--rate 2',
  days: '--days ../recorded',
  now: '--now 2025-10-07T14:30:00+01:00',
  faults: '--faults results:503@0.01',
}

/** The simulator's own complaint with an example of the option. */
function usageOf(error: InvalidSimulatorOption): UsageError {
  const example = examples[String(error.details['option'])]
  return new UsageError(
    `${error.message}${example === undefined ? '' : `; for example darkhorses simulator ${example}`}.`,
  )
}

/** A number as it was written; what is none is left to the simulator to refuse. */
const numberOf = (text: string) => (text.trim() === '' ? NaN : Number(text))

/** The Racing API in a box. */
export function define(command: Command): Command {
  return command
    .option('--port <port>', 'port on 127.0.0.1; 0 for a free one', '8099')
    .option('--seed <n>', 'which history is generated', '1')
    .option('--days <folder>', 'serve recorded days; other days are empty')
    .option('--generated', 'with --days: generate the days that were not recorded')
    .option('--no-history-add-on', 'refuse results older than 365 days')
    .option('--host <host>', 'default 127.0.0.1')
    .option('--now <instant>', 'simulated time at the start')
    .option('--speed <factor>', 'simulated seconds per second', '1')
    .option('--faults <rules>', 'such as results:503@0.01')
    .option('--rate <n>', "calls per second; 0 for no limit (default: the vendor's limits)")
    .option('--username <name>', 'default simulator')
    .option('--password <password>', 'default simulator')
    .addHelpText('after', '\nExample:\n  darkhorses simulator --port 8099 --days ../recorded')
    .action(async (options: Options) => {
      const simulator = await startSimulator({
        onError: (error) => console.error(`error: ${messageOf(error)}`),
        port: numberOf(options.port),
        seed: seedOption(options.seed),
        speed: numberOf(options.speed),
        days: options.days ?? null,
        historyAddOn: options.historyAddOn,
        ...(options.generated === undefined ? {} : { generated: true }),
        ...(options.host === undefined ? {} : { host: options.host }),
        now: options.now ?? null,
        ...(options.faults === undefined ? {} : { faults: options.faults }),
        ...(options.rate === undefined ? {} : { rate: numberOf(options.rate) }),
        ...(options.username === undefined ? {} : { username: options.username }),
        ...(options.password === undefined ? {} : { password: options.password }),
      }).catch((error: unknown) => {
        throw error instanceof InvalidSimulatorOption ? usageOf(error) : error
      })
      console.log(`simulator ${simulator.url}`)
      await untilStopped(simulator)
    })
}
