/** What processes take, from /proc: trees, memory in proportional shares, processor time. Linux only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

interface Ancestry {
  readonly pid: number
  readonly parent: number
}

function everyProcess(): Ancestry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }]
      } catch {
        // It ended while the list was read.
        return []
      }
    })
}

/** A process and everything it has started. */
export function treeOf(pid: number): number[] {
  const all = everyProcess()
  const found = new Set([pid])
  for (let grown = true; grown;) {
    grown = false
    for (const one of all) if (found.has(one.parent) && !found.has(one.pid)) grown = Boolean(found.add(one.pid))
  }
  return [...found]
}

/** Whether a process of a tree runs Node: what the memory goals are about, beside Postgres. */
export function isNode(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('node') ?? false
  } catch {
    // It has ended.
    return false
  }
}

/** Proportional resident memory of some processes in MB: pages that are shared count once. */
export function memoryMb(pids: readonly number[]): number {
  let kb = 0
  for (const pid of pids) {
    const file = `/proc/${pid}/smaps_rollup`
    if (!existsSync(file)) continue
    try {
      kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
    } catch {
      // It ended between the two looks.
    }
  }
  return kb / 1024
}

export interface MemorySamples {
  readonly peakMb: number
  /** Median of the last quarter of the samples over that of the second quarter: 1 where memory is flat. */
  readonly growth: number
  /** At most 60 samples over the whole time, in MB. */
  readonly overTime: readonly number[]
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/**
 * Samples the memory of some processes, asked for each time, every `everyMs`. The kernel walks through the pages of each: of half a
 * gigabyte in 20 ms, which what is measured waits for where all cores are busy.
 */
export function sampleMemory(pids: () => readonly number[], everyMs = 1000): { stop(): MemorySamples } {
  const samples: number[] = []
  const take = () => samples.push(memoryMb(pids()))
  const timer = setInterval(take, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      take()
      const quarter = (nth: number) =>
        median(samples.slice(Math.floor((samples.length * nth) / 4), Math.ceil((samples.length * (nth + 1)) / 4)))
      const step = Math.max(1, Math.ceil(samples.length / 60))
      return {
        peakMb: Math.round(Math.max(...samples)),
        growth: Number((quarter(3) / Math.max(1, quarter(1))).toFixed(2)),
        overTime: samples.filter((_sample, i) => i % step === 0).map(Math.round),
      }
    },
  }
}

/** Processor time that some processes, and those they started that have ended since, have taken so far, in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      for (const field of fields.slice(11, 15)) ticks += Number(field)
    } catch {
      // It has ended.
    }
  }
  return ticks / 100
}
