/** What `watch` shows, as lines of text: pure, so that every width can be tried. */
import type { FailedUnit } from '../services/console/fetchState.js'
import type { Status } from '../services/console/status.js'
import type { Work } from '../services/console/work.js'
import { bar, coloured, cut, duration } from './terminal.js'
import { thousands as n } from '../lib/thousands.js'

export interface WatchState {
  readonly status: Pick<Status, 'timestamp' | 'counts' | 'groups'>
  readonly work: Work
  readonly errors: readonly FailedUnit[]
}

export interface View {
  readonly width: number
  readonly height: number
  readonly colour: boolean
}

function progressLines({ done, failed, remaining, rate, eta_seconds }: Work): [string, string] {
  const total = done + failed + remaining
  const percent = total === 0 ? 100 : Math.floor((100 * (done + failed)) / total)
  const eta =
    eta_seconds === null ? 'ETA unknown' : remaining === 0 ? 'nothing remains' : `ETA ${duration(eta_seconds)}`
  return [
    `total ${n(total)}  done ${n(done)}  failed ${n(failed)}  remaining ${n(remaining)}`,
    `${percent} %  ${rate.toFixed(2)}/s  ${eta}`,
  ]
}

/** One line for places that are no terminal. */
export function plainLine({ status, work, errors }: WatchState): string {
  const behind = status.groups
    .filter((group) => group.lag_events > 0)
    .map((group) => `${group.group} ${n(group.lag_events)} events behind (${duration(group.lag_seconds)})`)
  const newest = errors[0]
  return [
    status.timestamp.toISOString(),
    ...progressLines(work),
    behind.length === 0 ? 'lag 0' : behind.join(', '),
    ...(newest === undefined ? [] : [`${errors.length} failed units, newest ${newest.unit}: ${newest.error ?? ''}`]),
  ].join('  ')
}

/** The whole screen. Errors come last and always have room; what does not fit above them is left out. */
export function screen(state: WatchState, { width, height, colour }: View): string[] {
  const { status, work, errors } = state
  const { counts } = status
  const total = work.done + work.failed + work.remaining
  const share = total === 0 ? 1 : (work.done + work.failed) / total
  const paint = (line: string, as: Parameters<typeof coloured>[1]) => coloured(cut(line, width), as, colour)
  const plain = (line: string) => cut(line, width)
  const groupLine = (group: Status['groups'][number]) => {
    const lag =
      group.lag_events === 0 ? 'lag 0' : `${n(group.lag_events)} events, ${duration(group.lag_seconds)} behind`
    const letters = group.dead_letters === 0 ? '' : `  ${n(group.dead_letters)} dead letters`
    const line = `  ${group.group.padEnd(13)} ${group.state.padEnd(9)} ${lag}${letters}`
    return group.state === 'running' && group.dead_letters === 0 ? plain(line) : paint(line, 'yellow')
  }
  const positions = status.groups.flatMap((group) =>
    group.partitions
      .filter((one) => one.log_end > 0)
      .map((one) => plain(`    ${group.group} ${one.topic}/${one.partition} ${n(one.position)} of ${n(one.log_end)}`)),
  )
  const top = [
    paint(`darkhorses  ${status.timestamp.toISOString().slice(0, 19)}Z`, 'bold'),
    coloured(bar(share, Math.max(4, Math.min(60, width - 2))), 'green', colour),
    ...progressLines(work).map(plain),
    ...work.runs
      .slice(0, 5)
      .map((run) => plain(`  ${run.state} ${run.id}  ${n(run.done)} done, ${n(run.remaining)} remain`)),
    plain(`races ${n(counts.races)}  runners ${n(counts.runners)}  pedigrees ${n(counts.pedigrees)}`),
    plain(`horses ${n(counts.horses_enriched)} enriched, ${n(counts.horses - counts.horses_enriched)} need it`),
    'groups',
    ...status.groups.map(groupLine),
    ...positions,
  ]
  const told = errors.slice(0, 5).map((one) => paint(`  ${one.unit}: ${one.error ?? 'failed'}`, 'red'))
  const bottom = [
    errors.length === 0
      ? 'no failed units'
      : paint(`failed units ${errors.length}${errors.length === 100 ? ' or more' : ''}`, 'red'),
    ...told,
  ]
  return [...top.slice(0, Math.max(1, height - bottom.length - 1)), ...bottom]
}
