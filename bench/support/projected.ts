import type { BenchServer } from './database.js'
import { historyOf, type History } from './history.js'
import { tell } from './measures.js'
import { sampleMemory, treeOf, type MemorySamples } from './processes.js'
import { startReplay } from './replay.js'

export interface Projected {
  /** The database with log and all 18 tables; cloned, never written. */
  readonly template: string
  readonly history: History
  /** Seconds until each group had applied everything, all three in one process. */
  readonly seconds: Readonly<Record<string, number>>
  readonly memory: MemorySamples
}

/** A history applied by all three groups, as `start` would on a log it finds; made if this server does not hold it yet. */
export async function projectedOf(server: BenchServer, years: number): Promise<Projected> {
  const history = await historyOf(server, years)
  const template = history.template.replace('history', 'projected')
  if (!(await server.has(template))) {
    await server.create(template, history.template)
    const replay = startReplay(server.urlOf(template), ['projector', 'entities', 'stats'])
    const sampling = sampleMemory(() => treeOf(replay.child.pid ?? 0))
    const seconds = await replay.done
    const memory = sampling.stop()
    await replay.stop()
    tell(`applied by all groups in ${Math.max(...Object.values(seconds)).toFixed(0)} s`)
    await server.sql(template, 'VACUUM ANALYZE')
    await server.sql(template, 'CREATE TABLE public.bench_projected AS SELECT $1::jsonb AS made', [
      JSON.stringify({ seconds, memory }),
    ])
  }
  const [row] = await server.sql<{ made: Pick<Projected, 'seconds' | 'memory'> }>(
    template,
    'SELECT made FROM public.bench_projected',
  )
  if (row === undefined) throw new Error(`${template} was left half made: start with an empty DARKHORSES_BENCH_HOME.`)
  return { template, history, ...row.made }
}
