import type { Command } from 'commander'
import { messageOf } from '../../lib/errors.js'
import { topics } from '../../lib/events/topics.js'
import { numberOption } from '../numbers.js'
import { withReader } from '../session.js'
import { UsageError } from '../usage.js'

/** The last events of a topic, one JSON object a line; with `--follow` those that come after. */
export function define(command: Command): Command {
  return command
    .argument('<topic>', `one of ${Object.values(topics).join(', ')}`)
    .option('-n, --limit <n>', 'how many of the last events of each partition', '10')
    .option('-f, --follow', 'go on with what comes')
    .addHelpText('after', '\nExample:\n  darkhorses tail results -n 1')
    .action(async (topic: string, options: { limit: string; follow?: true }) => {
      const limit = numberOption('--limit', options.limit, { least: 0, most: 1_000_000, example: 10, whole: true })
      if (!(Object.values(topics) as string[]).includes(topic))
        throw new UsageError(
          `There is no topic ${topic}, for example results; there are ${Object.values(topics).join(', ')}.`,
        )
      await withReader(async ({ log, codec, clock }) => {
        const next = new Map(
          (await log.ends([topic])).map((end) => [
            end.partition,
            end.offset > BigInt(limit) ? end.offset - BigInt(limit) : 0n,
          ]),
        )
        do {
          for (const [partition, from] of next) {
            const events = await log.read({ topic, partition, from })
            await codec.prepare(events)
            for (const stored of events) {
              let event: unknown
              try {
                event = codec.decode(stored)
              } catch (error) {
                event = { undecodable: messageOf(error) }
              }
              console.log(
                JSON.stringify({
                  topic,
                  partition,
                  offset: stored.offset.toString(),
                  key: stored.key,
                  at: new Date(stored.timestamp),
                  event,
                }),
              )
              next.set(partition, stored.offset + 1n)
            }
          }
          if (options.follow === true) await clock.sleep(500)
        } while (options.follow === true)
      })
    })
}
