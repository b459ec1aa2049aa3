import * as z from 'zod'
import type { StoredEvent } from '../log/log.js'
import { UndecodableEvent } from './errors.js'
import type { ControlMessage } from './events.js'

const texts = z.array(z.string().max(200)).max(100_000).nullable().default(null)
const text = z.string().max(200).nullable().default(null)

const controlMessage = z.object({
  id: z.string().min(1).max(200),
  command: z.string().min(1).max(50),
  run_id: text,
  kinds: texts,
  start_date: text,
  end_date: text,
  regions: texts,
  priority: text,
  units: texts,
  tables: texts,
  projections: texts,
  requested_at: z.number().int().nullable().default(null),
})

/** A control message written as JSON text. Fields it does not know are ignored. @throws UndecodableEvent */
export function readControlJson(stored: StoredEvent, value: Buffer): ControlMessage {
  let parsed: unknown
  try {
    parsed = JSON.parse(value.toString('utf8'))
  } catch (error) {
    throw new UndecodableEvent('it begins like JSON but is none', stored, error)
  }
  const read = controlMessage.safeParse(parsed)
  if (!read.success) {
    const problems = read.error.issues
      .map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`)
      .join('; ')
    throw new UndecodableEvent(`it is no control message (${problems})`, stored, read.error)
  }
  return { type: 'ControlMessage', ...read.data }
}
