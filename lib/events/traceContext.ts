/**
 * W3C trace context (https://www.w3.org/TR/trace-context/), as far as this system takes part in it: it makes no spans, so a
 * `traceparent` is passed on as it came, and where there is none a run gets one of its own.
 */
import type { EventHeaders } from '../log/log.js'
import { deterministicId } from './eventId.js'

/** Headers that are passed on as they are. */
export interface PassedHeaders {
  readonly traceparent?: string
}

/** Version 00 has nothing behind the flags; later ones may. */
const shape = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?=$|-)/

/** Whether a text can be passed on as `traceparent`; one that cannot is treated as none, as the standard asks. */
export function isTraceparent(text: string): boolean {
  return shape.test(text) && (text.length === 55 || (!text.startsWith('00') && text.length <= 200))
}

/** What the events that follow from another one carry in their headers. */
export function passedOn(headers: EventHeaders): PassedHeaders {
  const { traceparent } = headers
  return traceparent !== undefined && isTraceparent(traceparent) ? { traceparent } : {}
}

/** A `traceparent` for what begins here, the same for the same name; not sampled, because nobody here records spans. */
export function traceparentOf(...name: readonly string[]): string {
  const span = deterministicId('span', ...name).slice(0, 16)
  return `00-${deterministicId('trace', ...name)}-${span}-00`
}
