import { RacingError } from '../../lib/errors.js'

/** The port of the console is taken. */
export class PortTaken extends RacingError {
  readonly code = 'PORT_TAKEN'
  readonly retriable = false
  constructor(host: string, port: number, variable: string) {
    super(`Port ${port} of ${host} is in use by another program: set ${variable} to a free one, or to 0 for any.`, {
      host,
      port,
    })
  }
}
