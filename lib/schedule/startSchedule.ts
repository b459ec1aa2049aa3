import { untilAborted } from '../clock.js'
import type { Runtime } from '../runtime.js'
import type { RunningService } from '../service.js'
import { runSchedule, type JobWork } from './runSchedule.js'
import { scheduledJobs, type JobName, type JobService } from './scheduledJobs.js'

/** The jobs of a service, done when they are due; nothing at all where DARKHORSES_SCHEDULE is off. */
export function startSchedule<S extends JobService>(
  runtime: Runtime,
  service: S,
  work: Readonly<Record<JobName<S>, JobWork>>,
): RunningService {
  const stopping = new AbortController()
  const done = runtime.config.schedule
    ? runSchedule(
        {
          jobs: scheduledJobs.filter((job) => job.service === service),
          work,
          pool: runtime.pool('fetching'),
          clock: runtime.clock,
          logger: runtime.logger,
        },
        stopping.signal,
      )
    : untilAborted(stopping.signal)
  done.catch(() => undefined)
  return {
    name: `schedule of ${service}`,
    done,
    stop: async () => {
      stopping.abort()
      await done.catch(() => undefined)
    },
  }
}
