/** The events of the system, told apart by `type`; their fields are generated from `schemas/`. */
import type * as generated from './types.generated.js'

type Typed<Name extends string, Event> = { readonly type: Name } & Event

export type RacecardFetched = Typed<'RacecardFetched', generated.RacecardFetched>
export type ResultFetched = Typed<
  'ResultFetched',
  Omit<generated.ResultFetched, 'endpoint'> & { readonly endpoint: 'results' | 'results_today' }
>
export type HorseProfileFetched = Typed<
  'HorseProfileFetched',
  Omit<generated.HorseProfileFetched, 'endpoint'> & { readonly endpoint: 'pro' | 'standard' }
>
export type ReferenceFetched = Typed<
  'ReferenceFetched',
  Omit<generated.ReferenceFetched, 'list'> & { readonly list: 'courses' | 'regions' | 'bookmakers' }
>
export type ControlMessage = Typed<'ControlMessage', generated.ControlMessage>
export type UnitFetched = Typed<
  'UnitFetched',
  Omit<generated.UnitFetched, 'outcome'> & { readonly outcome: UnitOutcome }
>
export type DeadLetter = Typed<'DeadLetter', generated.DeadLetter>
export type RaceSettled = Typed<'RaceSettled', generated.RaceSettled>

export type UnitOutcome = 'ok' | 'empty' | 'not_found' | 'failed' | 'not_in_plan' | 'rejected'

export type DarkhorsesEvent =
  | RacecardFetched
  | ResultFetched
  | HorseProfileFetched
  | ReferenceFetched
  | ControlMessage
  | UnitFetched
  | DeadLetter
  | RaceSettled

export type EventType = DarkhorsesEvent['type']

/** The facts: what the API said, with the envelope around it. */
export type FactEvent = RacecardFetched | ResultFetched | HorseProfileFetched | ReferenceFetched
