/**
 * How far a run is, told as the old scripts told it: a line when a calendar month begins, one when it is complete, and the
 * totals after every hundred units or ten seconds. Pure: units and the time come in, lines go out.
 */
import { monthsOf } from '../../services/fetcher/estimate.js'
import { unitName, type Unit } from '../../services/fetcher/unit.js'
import { bar, duration } from '../terminal.js'

/** A calendar month of a run, clipped to its range. */
export interface Chunk {
  readonly number: number
  readonly start: string
  readonly end: string
}

/** What a unit, or the passing of time, gives to be said. */
export type Told =
  | { readonly line: string }
  | { readonly error: string }
  /** Every unit of a month has been fetched; whoever prints it says how many rows it brought. */
  | { readonly completed: Chunk; readonly failed: number }

export interface UnitSeen {
  readonly unit: string
  readonly outcome: string
  readonly message: string | null
}

export interface ProgressOptions {
  readonly start: string
  readonly end: string
  readonly plan: readonly Unit[]
  /** When the run began, ms. */
  readonly at: number
}

export interface Totals {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly remaining: number
  /** Units a second since the run began. */
  readonly rate: number
  readonly etaSeconds: number | null
  readonly percent: number
}

export interface ChunkProgress {
  /** The first month, before anything is fetched. */
  begin(): Told[]
  seen(unit: UnitSeen, at: number): Told[]
  /** To be called now and then: the totals, when ten seconds have passed without any. */
  passed(at: number): Told[]
  /** Units that turned up later, such as profiles of horses first seen by this run. */
  expect(more: number): void
  totals(at: number): Totals
  bar(at: number, width: number): string
  readonly chunks: number
}

const everyUnits = 100
const everyMs = 10_000

/** `total 260  done 120  failed 0  rate 1.98/s  remaining 140  ETA 1 min  46 %` */
export function totalsLine({ total, done, failed, rate, remaining, etaSeconds, percent }: Totals): string {
  const eta = remaining === 0 ? 'nothing remains' : etaSeconds === null ? 'ETA unknown' : `ETA ${duration(etaSeconds)}`
  return `total ${total}  done ${done}  failed ${failed}  rate ${rate.toFixed(2)}/s  remaining ${remaining}  ${eta}  ${percent} %`
}

/** The progress of a run over its plan. */
export function chunkProgress({ start, end, plan, at: began }: ProgressOptions): ChunkProgress {
  const chunks = monthsOf(start, end).map((month, i): Chunk => ({ number: i + 1, ...month }))
  const chunkOf = (unit: Unit) =>
    'date' in unit ? chunks.find((chunk) => chunk.start <= unit.date && unit.date <= chunk.end) : undefined
  const waiting = new Map<string, Chunk | undefined>(plan.map((unit) => [unitName(unit), chunkOf(unit)]))
  const left = new Map<Chunk, number>()
  for (const chunk of waiting.values()) if (chunk !== undefined) left.set(chunk, (left.get(chunk) ?? 0) + 1)
  const failures = new Map<Chunk, number>()
  const begun = new Set<Chunk>()
  /** The month that has begun and is not complete: with several calls in flight the next one waits to be told. */
  let open: Chunk | undefined
  const counted = new Set<string>()
  let extra = 0
  let done = 0
  let failed = 0
  let lastTold = began

  const header = (chunk: Chunk | undefined): Told[] => {
    if (chunk === undefined || begun.has(chunk)) return []
    begun.add(chunk)
    open = chunk
    return [{ line: `Chunk ${chunk.number}/${chunks.length}: ${chunk.start} to ${chunk.end}` }]
  }
  /** The month of the next unit of the plan. */
  const next = () => [...waiting.values()].find((chunk) => chunk !== undefined)

  const totals = (at: number): Totals => {
    const remaining = waiting.size + extra
    const seconds = Math.max(0.001, (at - began) / 1000)
    const rate = (done + failed) / seconds
    const total = done + failed + remaining
    return {
      total,
      done,
      failed,
      remaining,
      rate,
      etaSeconds: remaining === 0 ? 0 : rate === 0 ? null : remaining / rate,
      percent: total === 0 ? 100 : Math.floor((100 * (done + failed)) / total),
    }
  }

  function complete(chunk: Chunk): Told[] {
    const remaining = (left.get(chunk) ?? 0) - 1
    left.set(chunk, remaining)
    if (remaining > 0) return []
    const waited = open
    const told: Told[] = [...header(chunk), { completed: chunk, failed: failures.get(chunk) ?? 0 }]
    open = waited === chunk ? undefined : waited
    return open === undefined ? [...told, ...header(next())] : told
  }

  return {
    chunks: chunks.length,
    begin: () => header(next()),
    seen: ({ unit, outcome, message }, at) => {
      const isFailed = outcome === 'failed' || outcome === 'not_in_plan'
      const planned = waiting.has(unit)
      const chunk = waiting.get(unit)
      const told = planned && open === undefined ? header(chunk) : []
      if (isFailed) told.push({ error: `${unit} failed: ${message ?? outcome}` })
      if (!counted.has(unit)) {
        counted.add(unit)
        if (isFailed) failed += 1
        else done += 1
        if (!planned) extra = Math.max(0, extra - 1)
      }
      waiting.delete(unit)
      if (chunk !== undefined && planned) {
        if (isFailed) failures.set(chunk, (failures.get(chunk) ?? 0) + 1)
        told.push(...complete(chunk))
      }
      if ((done + failed) % everyUnits === 0) {
        lastTold = at
        told.push({ line: totalsLine(totals(at)) })
      }
      return told
    },
    passed: (at) => {
      if (at - lastTold < everyMs || waiting.size + extra === 0) return []
      lastTold = at
      return [{ line: totalsLine(totals(at)) }]
    },
    expect: (more) => {
      extra = more
    },
    totals,
    bar: (at, width) => {
      const now = totals(at)
      const text = ` ${now.percent} %  ${now.done + now.failed}/${now.total}  ${now.rate.toFixed(1)}/s${now.failed === 0 ? '' : `  ${now.failed} failed`}${now.etaSeconds === null || now.remaining === 0 ? '' : `  ETA ${duration(now.etaSeconds)}`}`
      const room = Math.min(40, width - text.length - 3)
      return room >= 4
        ? `${bar((now.done + now.failed) / Math.max(1, now.total), room)}${text}`
        : text.trim().slice(0, width - 1)
    },
  }
}
