import type { Codec } from '../../lib/events/codec.js'
import { controlMessage } from '../../lib/events/controlMessage.js'
import type { ControlMessage } from '../../lib/events/events.js'
import type { EventLog, Position } from '../../lib/log/log.js'

/** Puts a control message on its topic; anyone with a producer can do the same. Returns its place. */
export async function sendControl(
  to: { readonly log: EventLog; readonly codec: Codec },
  message: Pick<ControlMessage, 'id' | 'command'> & Partial<Omit<ControlMessage, 'type'>>,
): Promise<Position> {
  const [position] = await to.log.append([await to.codec.encode(controlMessage(message))])
  if (position === undefined) throw new TypeError('an append of one event gave no position')
  return position
}
