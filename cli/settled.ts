/** When everything that a run asked for is fetched and applied, and what there is then. */
import type { Runtime } from '../lib/runtime.js'
import { counts, groups, runStates, unapplied } from './progress.js'
import { thousands as n } from '../lib/thousands.js'

/** Whether runs have ended and every group has applied what is in the log. */
export async function settled(runtime: Runtime, runIds: readonly string[]): Promise<boolean> {
  const runs = await runStates(runtime.pool('fetching'), runIds)
  const open = runs.some(({ state }) => state === 'requested' || state === 'running')
  return !open && runs.length === runIds.length && (await unapplied(runtime)).length === 0
}

/** What there is when everything is settled, and how to look at it; lines for people. */
export async function summaryOf(runtime: Runtime, seconds: number): Promise<string> {
  const total = await counts(runtime.pool('racing'))
  return [
    '',
    `Settled after ${seconds.toFixed(1)} s: ${n(total.days)} days, ${n(total.races)} races, ${n(total.runners)} runners, ${n(total.results)} results, ${n(total.horses)} horses.`,
    `Groups ${groups.map((one) => one.group).join(', ')}: lag 0. Dead letters: ${n(total.dead_letters)}.`,
    "Look: npx darkhorses status, npx darkhorses psql -c 'SELECT name, total_rides, total_wins, win_rate FROM ra_mst_jockeys ORDER BY total_wins DESC LIMIT 5'",
  ].join('\n')
}
