/** Control messages that cannot be read are answered like any other that cannot be accepted, not set aside in silence. */
import { messageOf } from '../../../lib/errors.js'
import type { Codec } from '../../../lib/events/codec.js'
import { UndecodableEvent } from '../../../lib/events/errors.js'
import { controlMessage } from '../../../lib/events/controlMessage.js'
import type { ControlMessage } from '../../../lib/events/events.js'
import { topics } from '../../../lib/events/topics.js'
import type { StoredEvent } from '../../../lib/log/log.js'

const reasons = new WeakMap<ControlMessage, string>()

/** The id that a message gives itself, so that its sender finds the answer; else its place in the log. */
function idOf(stored: StoredEvent): string {
  try {
    const parsed: unknown = JSON.parse(stored.value?.toString('utf8') ?? '')
    if (typeof parsed === 'object' && parsed !== null && 'id' in parsed && typeof parsed.id === 'string')
      if (/^[^\p{C}]{1,200}$/u.test(parsed.id)) return parsed.id
  } catch {
    // No JSON: it has no id.
  }
  return `${stored.topic}/${stored.partition}/${stored.offset}`
}

/** A codec that reads what is on the control topic and no message as a message of the command `unreadable`. */
export function forgivingCodec(codec: Codec): Codec {
  const unreadable = (stored: StoredEvent, reason: string) => {
    const message = controlMessage({ id: idOf(stored), command: 'unreadable' })
    reasons.set(message, `The message cannot be read: ${reason}`.slice(0, 2000))
    return message
  }
  return {
    ...codec,
    decode: (stored) => {
      if (stored.topic !== topics.control) return codec.decode(stored)
      try {
        const event = codec.decode(stored)
        return event.type === 'ControlMessage' ? event : unreadable(stored, `it is a ${event.type}.`)
      } catch (error) {
        if (!(error instanceof UndecodableEvent)) throw error
        return unreadable(stored, messageOf(error))
      }
    },
  }
}

/** Why a message could not be read; null for one that could. */
export function unreadableReason(message: ControlMessage): string | null {
  return reasons.get(message) ?? null
}
