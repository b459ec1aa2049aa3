import type { ControlMessage } from './events.js'

/** A control message: an id, a command and what it concerns; everything unmentioned is null. */
export function controlMessage(
  asked: Pick<ControlMessage, 'id' | 'command'> & Partial<Omit<ControlMessage, 'type'>>,
): ControlMessage {
  return {
    run_id: null,
    kinds: null,
    start_date: null,
    end_date: null,
    regions: null,
    priority: null,
    units: null,
    tables: null,
    projections: null,
    requested_at: null,
    ...asked,
    type: 'ControlMessage',
  }
}
