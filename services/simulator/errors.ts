import { RacingError } from '../../lib/errors.js'

/** An option of the simulator that cannot be understood. */
export class InvalidSimulatorOption extends RacingError {
  readonly code = 'SIMULATOR_OPTION_INVALID'
  readonly retriable = false
  constructor(option: string, value: unknown, expected: string) {
    super(
      `simulator option ${option} is ${Number.isNaN(value) ? 'no number' : JSON.stringify(value)}: give ${expected}`,
      { option, value, expected },
    )
  }
}

/** A recorded day that cannot be read. */
export class UnreadableRecordedDay extends RacingError {
  readonly code = 'SIMULATOR_RECORDED_DAY_UNREADABLE'
  readonly retriable = false
  constructor(file: string, cause: unknown) {
    super(`recorded day ${file} is no JSON of the API's shape: record it again or remove the file`, { file }, cause)
  }
}

/** The port is taken or may not be opened. */
export class PortUnavailable extends RacingError {
  readonly code = 'SIMULATOR_PORT_UNAVAILABLE'
  readonly retriable = false
  constructor(at: { host: string; port: number }, cause: unknown) {
    super(`the simulator cannot listen on ${at.host}:${at.port}: choose another port, or 0 for a free one`, at, cause)
  }
}
