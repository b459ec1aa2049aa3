/**
 * Everything that is known of one race, as a value that does not depend on the order of its events.
 *
 * State: the newest racecard, the newest result, and for every horse ever mentioned when it was mentioned first and last.
 * `combine` takes a maximum (newest reading), a minimum (first mention) or a union (horses) of each part, so it is
 * commutative, associative and idempotent; `applyEvent` is `combine` with the state of one event. Any order, any
 * repetition and any grouping of the same events therefore gives the same state, timestamps included.
 *
 * Trade-off: a state is stored (`storedState.ts`, 3 to 7 kB a race) instead of pointers into the log, so that a late event is
 * merged without reading the log again. Rejected: merging the rows themselves, because a row does not remember which source
 * set which column, and users may update it.
 */
import {
  isUnusable,
  type CardReading,
  type OnUnreadable,
  type RaceEvent,
  type ResultReading,
  type UnusableRace,
} from './readings.js'
import { readRacecard } from './racecard.js'
import { readResult } from './result.js'
import { combineMentions } from './mentions.js'
import { mergeRace, type MergeInput } from './mergeRace.js'
import type { MergedRace, Millis } from './rows.js'

/** The state of one race: plain JSON; in a store it is shorter, by `stateText` of storedState.ts. */
export interface RaceState extends MergeInput {
  readonly race_id: string
}

/** Whether (fetched_at, event_id) of `a` is later than that of `b`; ids by code unit (`COLLATE "C"`). */
function isLater(a: { fetched_at: Millis; event_id: string }, b: { fetched_at: Millis; event_id: string }): boolean {
  return a.fetched_at !== b.fetched_at ? a.fetched_at > b.fetched_at : a.event_id > b.event_id
}

/** The later of two readings by (fetched_at, event_id); of two of one event the one that is whole. */
function laterOf<Reading extends CardReading | ResultReading>(a: Reading, b: Reading): Reading {
  return isLater(b, a) || (a.slim === true && !isLater(a, b)) ? b : a
}

/** The racecard that counts: the later by (fetched_at, event_id). */
export function newestCard(a: CardReading | null, b: CardReading | null): CardReading | null {
  if (a === null) return b
  return b === null ? a : laterOf(a, b)
}

/** The result that counts: one from `/results` before one from `/results/today`, then the later by (fetched_at, event_id). */
export function newestResult(a: ResultReading | null, b: ResultReading | null): ResultReading | null {
  if (a === null) return b
  if (b === null) return a
  if (a.endpoint !== b.endpoint) return a.endpoint === 'results' ? a : b
  return laterOf(a, b)
}

function byHorse(a: { horse_id: string }, b: { horse_id: string }): number {
  return a.horse_id < b.horse_id ? -1 : a.horse_id > b.horse_id ? 1 : 0
}

/** The state after a single racecard. */
export function stateOfCard(card: CardReading): RaceState {
  const at = card.fetched_at
  const mentions = card.runners.map((runner) => ({
    horse_id: runner.horse_id,
    on_card: true,
    first_at: at,
    last_at: at,
    result_first_at: null,
    result_last_at: null,
  }))
  return { race_id: card.race_id, card, result: null, mentions: mentions.sort(byHorse), first_at: at, last_at: at }
}

/** The state after a single result. */
export function stateOfResult(result: ResultReading): RaceState {
  const at = result.fetched_at
  const mentions = result.runners.map((runner) => ({
    horse_id: runner.horse_id,
    on_card: false,
    first_at: at,
    last_at: at,
    result_first_at: at,
    result_last_at: at,
  }))
  return { race_id: result.race_id, card: null, result, mentions: mentions.sort(byHorse), first_at: at, last_at: at }
}

/** The state after the events of both states, which must be of the same race. Commutative, associative, idempotent. */
export function combine(a: RaceState, b: RaceState): RaceState {
  return {
    race_id: a.race_id,
    card: newestCard(a.card, b.card),
    result: newestResult(a.result, b.result),
    mentions: combineMentions(a.mentions, b.mentions),
    first_at: Math.min(a.first_at, b.first_at),
    last_at: Math.max(a.last_at, b.last_at),
  }
}

/** The state of one race event alone, or why it cannot be stored (a dead letter). */
export function readRaceEvent(event: RaceEvent, onUnreadable?: OnUnreadable): RaceState | UnusableRace {
  if (event.type === 'RacecardFetched') {
    const card = readRacecard(event.race, event, onUnreadable)
    return isUnusable(card) ? card : stateOfCard(card)
  }
  const result = readResult(event.race, event, onUnreadable)
  return isUnusable(result) ? result : stateOfResult(result)
}

/**
 * The state after one more event of the same race; `null` is the state before any event.
 * An unusable event leaves no state: the caller keeps the old one and sets the event aside.
 */
export function applyEvent(
  state: RaceState | null,
  event: RaceEvent,
  onUnreadable?: OnUnreadable,
): RaceState | UnusableRace {
  const one = readRaceEvent(event, onUnreadable)
  return state === null || isUnusable(one) ? one : combine(state, one)
}

/** The rows of a state; a state always has a reading, so there always are some. */
export function rowsOf(state: RaceState): MergedRace {
  return mergeRace(state) as MergedRace
}
