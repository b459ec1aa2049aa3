/**
 * What a race looks like: a pure function of its newest racecard, its newest result, and which horses were ever on one of
 * its cards (docs/domain.md, "When sources meet" and "Details, decided"). The race's own columns are here, the runners'
 * in `mergeRunner.ts`; which readings are the newest is decided in `raceState.ts`.
 */
import { metresOfYards, wholeMetres, yardsOf, yardsOfFurlongs, yardsOfMetres } from './distance.js'
import { droppedRow, resultRow, runnerRow } from './mergeRunner.js'
import { readNonRunners } from './nonRunners.js'
import { londonClock, londonNoon } from './offTime.js'
import { isRun } from './position.js'
import type { Mention } from './mentions.js'
import type { CardRace, CardReading, ResultRace, ResultReading, SharedRace } from './readings.js'
import type { DateText, MergedRace, Millis, OffSource, RaceRow, ResultRow, RunnerRow } from './rows.js'

/** What `mergeRace` merges: at least one reading, and the mentions of every event of the race. */
export interface MergeInput {
  readonly card: CardReading | null
  readonly result: ResultReading | null
  /** Sorted by horse_id, each horse once. */
  readonly mentions: readonly Mention[]
  /** Earliest and latest `fetched_at` of any event of the race. */
  readonly first_at: Millis
  readonly last_at: Millis
}

const nobody: ReadonlySet<string> = new Set()

/**
 * The rows of a race. Null only when there is neither a card nor a result, which no state of `raceState.ts` has.
 * Runners and results come sorted by horse_id, as the mentions are.
 */
export function mergeRace(input: MergeInput): MergedRace | null {
  const { card, result, mentions } = input
  const shared: SharedRace | undefined = result?.race ?? card?.race
  const raceId = result?.race_id ?? card?.race_id
  if (shared === undefined || raceId === undefined) return null

  const abandoned = (card?.race.is_abandoned ?? false) || (result?.race.is_abandoned ?? false)
  const named = result === null || result.race.non_runners === null ? nobody : readNonRunners(result.race.non_runners)
  const onCard = new Map(card?.runners.map((runner) => [runner.horse_id, runner]))
  const inResult = new Map(result?.runners.map((runner) => [runner.horse_id, runner]))
  const runners: RunnerRow[] = []
  const results: ResultRow[] = []
  for (const mention of mentions) {
    const declared = onCard.get(mention.horse_id)
    const ran = inResult.get(mention.horse_id)
    if (declared !== undefined || ran !== undefined) {
      runners.push(runnerRow(raceId, mention, declared, ran, result?.fetched_at ?? null, named))
      if (ran !== undefined) results.push(resultRow(raceId, shared.date, mention, ran))
    } else if (mention.on_card) {
      runners.push(droppedRow(raceId, mention))
    }
  }

  const runs = result === null || abandoned ? 0 : result.runners.filter((runner) => isRun(runner.position_code)).length
  const off = offOf(card?.race, result?.race, shared.date)
  const race: RaceRow = {
    race_id: raceId,
    ...raceColumns(card?.race, result?.race, shared),
    off_time: off.source === 'noon' ? null : londonClock(off.at).time,
    off_dt: off.at,
    field_size: result === null ? (card?.race.field_size ?? null) : runs,
    is_abandoned: abandoned,
    has_result: result !== null,
    created_at: input.first_at,
    updated_at: input.last_at,
  }
  return { race, runners, results, off_source: off.source }
}

/**
 * The off time: an ISO time of either source goes before a bare one, the result's before the card's, noon when there is
 * none. A card speaks for a race that a result has moved only while both are on the same day.
 */
function offOf(
  card: CardRace | undefined,
  result: ResultRace | undefined,
  date: DateText,
): { at: Millis; source: OffSource } {
  if (result !== undefined && result.off_dt !== null) return { at: result.off_dt, source: 'off_dt' }
  const cardOff = card?.off_dt ?? null
  if (cardOff !== null && (result === undefined || londonClock(cardOff).date === date))
    return { at: cardOff, source: 'off_dt' }
  const cardBare = card?.date === date ? card.bare_off : null
  const bare = result?.bare_off ?? cardBare
  return bare === null ? { at: londonNoon(date), source: 'noon' } : { at: bare, source: 'bare' }
}

type Measures = Pick<RaceRow, 'distance' | 'distance_round' | 'distance_f' | 'distance_yards' | 'distance_m'>

/** The distance by the precedence of "Details, decided": `dist_y`, the card's `distance`, `dist_m`, `dist`, furlongs. */
function measuresOf(card: CardRace | undefined, result: ResultRace | undefined): Measures {
  const distance = card?.distance ?? null
  const round = card?.distance_round ?? null
  const dist = result?.dist ?? null
  const metres = result?.dist_m ?? null
  const furlongs = result?.distance_f ?? card?.distance_f ?? null
  const yards =
    result?.dist_y ??
    (distance === null ? null : yardsOf(distance)) ??
    (metres === null ? null : yardsOfMetres(metres)) ??
    (dist === null ? null : yardsOf(dist)) ??
    (furlongs === null ? null : yardsOfFurlongs(furlongs)) ??
    (round === null ? null : yardsOf(round))
  return {
    distance: distance ?? dist,
    distance_round: round ?? dist,
    distance_f: furlongs,
    distance_yards: yards,
    distance_m: (metres === null ? null : wholeMetres(metres)) ?? (yards === null ? null : metresOfYards(yards)),
  }
}

type Elsewhere =
  'race_id' | 'off_time' | 'off_dt' | 'field_size' | 'is_abandoned' | 'has_result' | 'created_at' | 'updated_at'

/** The columns that are the result's, else the card's, and those that only one of them has. */
function raceColumns(
  card: CardRace | undefined,
  result: ResultRace | undefined,
  shared: SharedRace,
): Omit<RaceRow, Elsewhere> {
  const courseId = result?.course_id ?? card?.course_id ?? null
  const measures = measuresOf(card, result)
  return {
    course_id: courseId,
    course_name: result?.course_name ?? card?.course_name ?? null,
    region: shared.region,
    date: shared.date,
    race_name: result?.race_name ?? card?.race_name ?? null,
    meet_id: courseId === null ? null : `${courseId}_${shared.date}`,
    type: result?.type ?? card?.type ?? null,
    surface: result?.surface ?? card?.surface ?? null,
    race_class: result?.race_class ?? card?.race_class ?? null,
    pattern: result?.pattern ?? card?.pattern ?? null,
    age_band: result?.age_band ?? card?.age_band ?? null,
    rating_band: result?.rating_band ?? card?.rating_band ?? null,
    sex_restriction: result?.sex_restriction ?? card?.sex_restriction ?? null,
    distance: measures.distance,
    distance_round: measures.distance_round,
    distance_f: measures.distance_f,
    distance_yards: measures.distance_yards,
    distance_m: measures.distance_m,
    going: result?.going ?? card?.going ?? null,
    going_detailed: card?.going_detailed ?? null,
    stalls: card?.stalls ?? null,
    rail_movements: card?.rail_movements ?? null,
    weather: card?.weather ?? null,
    jumps: result?.jumps ?? card?.jumps ?? null,
    prize: card?.prize ?? null,
    prize_currency: card?.prize_currency ?? null,
    is_big_race: (card?.is_big_race ?? false) || (result?.is_big_race ?? false),
    winning_time_seconds: result?.winning_time_seconds ?? null,
    winning_time_detail: result?.winning_time_detail ?? null,
    comments: result?.comments ?? null,
    non_runners: result?.non_runners ?? null,
    tote_win: result?.tote_win ?? null,
    tote_pl: result?.tote_pl ?? null,
    tote_ex: result?.tote_ex ?? null,
    tote_csf: result?.tote_csf ?? null,
    tote_tricast: result?.tote_tricast ?? null,
    tote_trifecta: result?.tote_trifecta ?? null,
    tip: card?.tip ?? null,
    verdict: card?.verdict ?? null,
    betting_forecast: card?.betting_forecast ?? null,
    race_status: card?.race_status ?? null,
  }
}
