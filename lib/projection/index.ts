/**
 * What a projection of your own is written against: `Projection` to implement, `runProjection` to run it, `waitFor` to wait for
 * it, `retryDeadLetters` for what it could not apply. See docs/projections.md.
 */
export { DataError } from './dataError.js'
export { retryDeadLetters } from './deadLetters.js'
export { OffsetMoved, WaitTimedOut } from './errors.js'
export { putInOutbox, runRelay } from './outbox.js'
export { applyGathered, type Gathering, type Projection, type ProjectionEvent } from './projection.js'
export { runProjection, type ProjectionOptions, type RunningProjection } from './runProjection.js'
export { behind, waitFor } from './wait.js'
