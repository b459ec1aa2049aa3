/**
 * Speed and memory of a producer and a consumer over 10,000, 100,000 and all events, each in a process of its own.
 *
 * Two questions, two figures. From cold: the peak over all events over that of the first 10,000, in which a process that reads has not
 * filled its young generation once. Warm: the peak of everything behind the warm-up over the peak until then, which says whether
 * memory grows with events. Nothing is collected by force in between: whoever empties the heap just before the one and not before
 * the other compares a valley with a ridge.
 */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogTask, Mark } from './logProcess.js'
import { digits, mustBe } from './measures.js'

const program = join(dirname(fileURLToPath(import.meta.url)), 'logProcess.js')

/** Events until a process has its size. */
const warm = 200_000

/** Runs a producer or consumer to the end; its marks. */
export function runLogProcess(task: Omit<LogTask, 'marks'>, events: number): Mark[] {
  const marks = [10_000, 100_000, warm].filter((mark) => mark < events)
  const whole: LogTask = { ...task, marks: [...marks, events] }
  const { stdout, status } = spawnSync(process.execPath, ['--expose-gc', program, JSON.stringify(whole)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`The ${task.role} ended with ${status}.`)
  const said = JSON.parse(stdout) as Mark[]
  mustBe('the number of marks', said.length, whole.marks.length)
  for (const { events: counted, bytes } of said) mustBe('bytes of the events', bytes, counted * 200)
  return said
}

/** Events per second up to the last mark. */
export function perSecond(marks: readonly Mark[]): number {
  const last = marks.at(-1)
  return last === undefined ? Number.NaN : last.events / last.seconds
}

/**
 * The figures of a process: peaks at each mark, what is reachable in the end; the peak over all events over that of the first 10,000;
 * and, where there are enough events, the peak over all events behind the warm-up over that of those before.
 */
export function memoryFigures(role: 'producer' | 'consumer', marks: readonly Mark[]) {
  const peaks = marks.map((mark) => mark.peakMb)
  const [last, before] = [peaks.at(-1) ?? Number.NaN, Math.max(...peaks.slice(0, -1))]
  return {
    [`${role}MemoryEvents`]: marks.map((mark) => mark.events),
    [`${role}PeakMb`]: peaks.map(digits),
    [`${role}LiveMb`]: digits(marks.at(-1)?.liveMb ?? Number.NaN),
    [`${role}GrowthFromCold`]: digits(Math.max(...peaks) / (peaks[0] ?? Number.NaN)),
    ...(marks.at(-2)?.events === warm ? { [`${role}MemoryRatio`]: digits(last / before) } : {}),
  }
}
