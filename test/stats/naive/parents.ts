/** Sires, dams and damsires: totals, three classes and three distances, the best of each, the quality score. */
import { asText, decimal, divided, isLess, plus, whole } from './exact.js'
import { actualOverExpected, calculatedAt, counts, groupBy, percent, type Row } from './figures.js'
import type { Run } from './runs.js'

interface Slot {
  readonly name: string
  /** Yards of a distance; 0 for a class. */
  readonly yards: number
  readonly runners: number
  readonly wins: number
  readonly winPercent: string
  readonly ae: string | null
}

function slot(name: string, yards: number, runs: readonly Run[]): Slot {
  const { runs: runners, wins } = counts(runs)
  return { name, yards, runners, wins, winPercent: percent(wins, runners) ?? '0', ae: actualOverExpected(runs) }
}

/** Whether `a` stands before `b`: wins, then win percent, then runs, then the shorter distance or the name. */
function before(a: Slot, b: Slot): boolean {
  if (a.wins !== b.wins) return a.wins > b.wins
  if (a.winPercent !== b.winPercent) return isLess(decimal(b.winPercent), decimal(a.winPercent))
  if (a.runners !== b.runners) return a.runners > b.runners
  if (a.yards !== b.yards) return a.yards < b.yards
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) < 0
}

/** The first three, picked one after the other. */
function topThree(slots: readonly Slot[]): Slot[] {
  const left = [...slots]
  const top: Slot[] = []
  while (top.length < 3) {
    const first = left.reduce<Slot | undefined>(
      (best, next) => (best === undefined || before(next, best) ? next : best),
      undefined,
    )
    if (first === undefined) break
    top.push(first)
    left.splice(left.indexOf(first), 1)
  }
  return top
}

function columns(kind: 'class' | 'distance', top: readonly Slot[]): Row {
  const row: Row = {}
  for (const i of [0, 1, 2]) {
    const of = top[i]
    row[`${kind}_${i + 1}_name`] = of?.name ?? null
    row[`${kind}_${i + 1}_runners`] = of?.runners ?? null
    row[`${kind}_${i + 1}_wins`] = of?.wins ?? null
    row[`${kind}_${i + 1}_win_percent`] = of?.winPercent ?? null
    row[`${kind}_${i + 1}_ae`] = of?.ae ?? null
  }
  const best = top[0] === undefined || top[0].wins === 0 ? null : top[0]
  row[`best_${kind}`] = best?.name ?? null
  row[`best_${kind}_ae`] = best?.ae ?? null
  return row
}

/** The statistics of one parent by the runs of its progeny. */
export function parent(runs: readonly Run[]): Row {
  const all = counts(runs)
  const classes = topThree([...groupBy(runs, (run) => run.race.race_class)].map(([name, own]) => slot(name, 0, own)))
  const distances = topThree(
    [...groupBy(runs, (run) => run.group)].map(([yards, own]) =>
      slot(`${asText(divided(whole(yards), whole(220)))}f`, yards, own),
    ),
  )
  const row: Row = {
    total_runners: all.runs,
    total_wins: all.wins,
    total_places_2nd: all.seconds,
    total_places_3rd: all.thirds,
    overall_win_percent: percent(all.wins, all.runs),
    overall_ae_index: actualOverExpected(runs),
    ...columns('class', classes),
    ...columns('distance', distances),
    analysis_last_updated: calculatedAt(runs),
  }
  let score = whole(0)
  const add = (points: string, deserved: boolean) => {
    if (deserved) score = plus(score, decimal(points))
  }
  add('0.20', all.runs > 0)
  for (const i of [1, 2, 3]) {
    add('0.10', row[`class_${i}_name`] !== null)
    add('0.10', row[`distance_${i}_name`] !== null)
  }
  add('0.10', row['overall_ae_index'] !== null)
  add('0.05', row['best_class_ae'] !== null)
  add('0.05', row['best_distance_ae'] !== null)
  return { ...row, data_quality_score: asText(score) }
}
