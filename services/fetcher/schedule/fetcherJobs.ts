/** What the fetcher's jobs do: almost all of them ask for a run on the control topic, as anybody can. */
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { findHoles } from '../../../lib/audit/checks.js'
import type { Runtime } from '../../../lib/runtime.js'
import type { JobWork } from '../../../lib/schedule/runSchedule.js'
import type { JobName } from '../../../lib/schedule/scheduledJobs.js'
import { addDays } from '../calendar.js'
import { sendControl } from '../sendControl.js'
import { withDueReadings } from '../settling.js'
import { listKinds, type Kind } from '../unit.js'

const archiveErrors = sqlFile(import.meta.url, './sql/archiveErrors.sql')

interface Asked {
  readonly kinds: readonly Kind[]
  readonly start: string
  readonly end: string
  readonly priority: 'live' | 'backfill' | 'profiles'
}

/** The work of each job. Runs are named after their job and due time, so that each is asked for once. */
export function fetcherJobs(runtime: Runtime): Readonly<Record<JobName<'fetcher'>, JobWork>> {
  const ask = async (name: string, due: Date, asked: Asked): Promise<string> => {
    const id = `${name}-${due.toISOString().slice(0, 16)}Z`
    const { rowCount } = await runtime.pool('fetching').query('SELECT FROM runs WHERE id = $1', [id])
    if (rowCount === 0)
      await sendControl(runtime, {
        id,
        command: 'start_run',
        kinds: [...asked.kinds],
        start_date: asked.start,
        end_date: asked.end,
        priority: asked.priority,
        requested_at: runtime.clock.now().getTime(),
      })
    return `run ${id} asked for`
  }
  const days = (back: number, ahead: number, kinds: readonly Kind[] = ['racecards', 'results']): Asked => {
    const today = runtime.today()
    return { kinds, start: addDays(today, -back), end: addDays(today, ahead), priority: 'live' }
  }
  const reference = (name: string) => (due: Date) => ask(name, due, { ...days(0, 0, listKinds), priority: 'backfill' })

  return {
    sync: async (due) => {
      const asked = days(1, 7)
      return ask('sync', due, { ...asked, start: await withDueReadings(runtime, asked.start) })
    },
    'results-today': (due) => ask('results-today', due, days(0, 0, ['results_today'])),
    reference: reference('reference'),
    reconcile: (due) => ask('reconcile', due, days(7, 0)),
    'reference-refresh': reference('reference-refresh'),
    profiles: (due) => ask('profiles', due, { ...days(0, 0, ['profiles']), priority: 'profiles' }),
    gaps: async () => {
      const pools = { racing: runtime.pool('racing'), fetching: runtime.pool('fetching') }
      const holes = await findHoles(pools, { start: null, end: null }, runtime.now())
      if (holes.length === 0) return 'All data gaps filled - 100% coverage'
      const told = `${holes.length} holes, the first ${holes[0]?.check} ${holes[0]?.key}`
      runtime.logger.error({ holes: holes.length }, `error: the audit found ${told}; see \`darkhorses audit\``)
      return told
    },
    'archive-errors': async () => {
      const now = runtime.clock.now()
      const before = new Date(now)
      before.setUTCMonth(before.getUTCMonth() - 1)
      const { rowCount } = await runtime.pool('fetching').query(archiveErrors, [before, now])
      return `${rowCount ?? 0} errors archived`
    },
  }
}
