/** Builders of API objects and race events; each fills what a test does not mention, so that a test shows only what matters. */
import { applyEvent, rowsOf, type RaceState } from '../../lib/racing/raceState.js'
import { isUnusable, type OnUnreadable, type RaceEvent } from '../../lib/racing/readings.js'
import type { MergedRace, ResultRow, RunnerRow } from '../../lib/racing/rows.js'

type Fields = Record<string, unknown>

/** A card runner `h1` as the API sends it. */
export function cardRunner(horse: string, over: Fields = {}): Fields {
  return {
    horse_id: `hrs_${horse}`,
    horse: `Horse ${horse}`,
    dob: '2019-04-25',
    age: '6',
    sex: 'gelding',
    sex_code: 'G',
    colour: 'b',
    region: 'IRE',
    breeder: 'Card Stud',
    dam: 'Card Dam',
    dam_id: `dam_${horse}`,
    dam_region: 'GB',
    sire: 'Card Sire',
    sire_id: `sir_${horse}`,
    sire_region: 'FR',
    damsire: 'Card Damsire',
    damsire_id: `dsi_${horse}`,
    damsire_region: 'USA',
    trainer: 'Card Trainer',
    trainer_id: 'trn_1',
    trainer_location: 'Card Town',
    trainer_14_days: { runs: '12', wins: '2', percent: '17' },
    owner: 'Card Owner',
    owner_id: 'own_1',
    comment: 'card comment',
    spotlight: 'card spotlight',
    number: '1',
    draw: '4',
    headgear: 'p',
    lbs: '150',
    ofr: '100',
    rpr: '101',
    ts: '102',
    jockey: 'Card Jockey(3)',
    jockey_id: 'jky_1',
    silk_url: 'https://silks/card.svg',
    last_run: '20',
    form: '12-34',
    trainer_rtf: '45',
    odds: [{ bookmaker: 'Bet365', fractional: '4', decimal: '5' }],
    quotes: [],
    ...over,
  }
}

/** A result runner as the API sends it. */
export function resultRunner(horse: string, over: Fields = {}): Fields {
  return {
    horse_id: `hrs_${horse}`,
    horse: `Horse ${horse} (GB)`,
    sp: '9/4',
    sp_dec: '3.25',
    bsp: '3.45',
    number: '7',
    position: '1',
    draw: '8',
    btn: 'nk',
    ovr_btn: '.3',
    age: '5',
    sex: 'M',
    weight: '8-10',
    weight_lbs: '122',
    headgear: 't',
    time: '1:43.25',
    or: '47',
    rpr: '57',
    tsr: '12',
    prize: '3245.08',
    jockey: 'Result Jockey',
    jockey_claim_lbs: '0',
    jockey_id: 'jky_9',
    trainer: 'Result Trainer',
    trainer_id: 'trn_9',
    owner: 'Result Owner',
    owner_id: 'own_9',
    sire: 'Result Sire (FR)',
    sire_id: `sir_9${horse}`,
    dam: 'Result Dam (GB)',
    dam_id: `dam_9${horse}`,
    damsire: 'Result Damsire',
    damsire_id: `dsi_9${horse}`,
    comment: 'result comment',
    silk_url: 'https://silks/result.svg',
    ...over,
  }
}

/** A card race with runners of these horses, or as given. */
export function cardRace(runners: readonly (string | Fields)[], over: Fields = {}): Fields {
  return {
    race_id: 'rac_1',
    course: 'Ayr',
    course_id: 'crs_1',
    date: '2025-04-01',
    off_time: '2:15',
    off_dt: '2025-04-01T14:15:00+01:00',
    race_name: 'Card Handicap',
    distance_round: '1m2f',
    distance: '1m2f9y',
    distance_f: '10.0',
    region: 'GB',
    pattern: '',
    race_class: 'Class 4',
    type: 'Flat',
    age_band: '4yo+',
    rating_band: '0-80',
    prize: '£4,187',
    field_size: '9',
    going_detailed: 'GOOD (GoingStick 7.1)',
    going: 'Good',
    surface: 'Turf',
    big_race: false,
    is_abandoned: false,
    tip: 'card tip',
    runners: runners.map((runner) => (typeof runner === 'string' ? cardRunner(runner) : runner)),
    ...over,
  }
}

/** A result race with runners of these horses, or as given. */
export function resultRace(runners: readonly (string | Fields)[], over: Fields = {}): Fields {
  return {
    race_id: 'rac_1',
    date: '2025-04-01',
    region: 'GB',
    course: 'Ayr (GB)',
    course_id: 'crs_1',
    off: '2:17',
    off_dt: '2025-04-01T14:17:00+01:00',
    race_name: 'Result Handicap',
    type: 'Flat',
    class: 'Class 5',
    rating_band: '0-75',
    age_band: '3yo+',
    sex_rest: 'F',
    dist: '1m2f',
    dist_y: '2209',
    dist_m: '2020',
    dist_f: '10f',
    going: 'Good To Soft',
    surface: 'Turf',
    jumps: '',
    winning_time_detail: '2m 3.45s (slow by 1.00s)',
    comments: '',
    non_runners: '',
    tote_win: '£4.20',
    runners: runners.map((runner) => (typeof runner === 'string' ? resultRunner(runner) : runner)),
    ...over,
  }
}

/** A racecard event fetched at `at` (milliseconds, also its id). */
export function cardEvent(at: number, race: unknown): RaceEvent {
  return { type: 'RacecardFetched', event_id: `card-${at}`, fetched_at: at, race }
}

/** A result event fetched at `at`, from `/results` unless said otherwise. */
export function resultEvent(at: number, race: unknown, endpoint: 'results' | 'results_today' = 'results'): RaceEvent {
  return { type: 'ResultFetched', event_id: `result-${at}`, fetched_at: at, endpoint, race }
}

/** The state after these events; throws when one of them is unusable, which a test that cares asks `applyEvent`. */
export function stateAfter(events: readonly RaceEvent[], on?: OnUnreadable): RaceState {
  let state: RaceState | null = null
  for (const event of events) {
    const next: ReturnType<typeof applyEvent> = applyEvent(state, event, on)
    if (isUnusable(next)) throw new Error(`the builder made an unusable race: ${next.missing.join()}`)
    state = next
  }
  if (state === null) throw new Error('no events, no state')
  return state
}

/** The rows after these events. */
export function rowsAfter(...events: readonly RaceEvent[]): MergedRace {
  return rowsOf(stateAfter(events))
}

/** A horse's row of ra_runners after these events. */
export function runnerAfter(horse: string, ...events: readonly RaceEvent[]): RunnerRow | undefined {
  return rowsAfter(...events).runners.find((row) => row.horse_id === `hrs_${horse}`)
}

/** A horse's row of ra_race_results after these events. */
export function resultAfter(horse: string, ...events: readonly RaceEvent[]): ResultRow | undefined {
  return rowsAfter(...events).results.find((row) => row.horse_id === `hrs_${horse}`)
}
