import type { Command } from 'commander'
import { withReader } from '../session.js'
import { table } from '../table.js'

/** Topics with their partitions and the offset after their last event. */
export function define(command: Command): Command {
  return command
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses topics --json')
    .action(async (options: { json?: true }) => {
      await withReader(async ({ log }) => {
        const topics = await log.topics()
        const ends = await log.ends(topics.map((topic) => topic.topic))
        const rows = ends.map(({ topic, partition, offset }) => ({ topic, partition, next_offset: offset.toString() }))
        console.log(options.json === true ? JSON.stringify(rows) : table(rows, ['topic', 'partition', 'next_offset']))
      })
    })
}
