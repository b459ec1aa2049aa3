import type { IncomingMessage } from 'node:http'
import { messageOf } from '../../../lib/errors.js'
import { checkedFault, type Faults, readFaults } from '../faults.js'
import { readInstant, type SimulatedClock } from '../simulatedClock.js'
import { type Answer, ok, refusal } from './answer.js'
import type { RequestLog } from './requestLog.js'

/** What `/_simulator/…` steers. */
export interface Steered {
  readonly faults: Faults
  readonly requests: RequestLog
  readonly simulated: SimulatedClock
}

const longestBody = 1_000_000

/**
 * The simulator's own endpoints, without credentials and not recorded:
 * `GET|DELETE /_simulator/requests`, `GET|POST|DELETE /_simulator/faults`, `GET|POST /_simulator/clock`.
 */
export function createAdmin(steered: Steered): (request: IncomingMessage, path: string) => Promise<Answer> {
  const { faults, requests, simulated } = steered
  const clock = () => ok({ now: simulated.now().toISOString(), speed: simulated.speed })
  return async (request, path) => {
    const body = await readBody(request)
    try {
      switch (`${request.method} ${path}`) {
        case 'GET /_simulator/requests':
          return ok(requests.all())
        case 'DELETE /_simulator/requests':
          requests.clear()
          return ok([])
        case 'GET /_simulator/faults':
          return ok(faults.rules())
        case 'POST /_simulator/faults': {
          const given: unknown = JSON.parse(body)
          faults.set(
            typeof given === 'string'
              ? readFaults(given)
              : Array.isArray(given)
                ? given.map(checkedFault)
                : [checkedFault(given)],
          )
          return ok(faults.rules())
        }
        case 'DELETE /_simulator/faults':
          faults.set([])
          return ok([])
        case 'GET /_simulator/clock':
          return clock()
        case 'POST /_simulator/clock': {
          const given = JSON.parse(body) as { now?: string; speed?: number }
          simulated.set({
            ...(given.now === undefined ? {} : { now: readInstant('now', given.now) }),
            ...(given.speed === undefined ? {} : { speed: Number(given.speed) }),
          })
          return clock()
        }
        default:
          return refusal(404, 'Not Found')
      }
    } catch (error) {
      return refusal(422, messageOf(error))
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Buffer).length
    if (length <= longestBody) chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
