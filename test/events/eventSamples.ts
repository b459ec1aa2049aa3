import { controlMessage } from '../../lib/events/controlMessage.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { horseProfileFetched, racecardFetched, referenceFetched, resultFetched } from '../../lib/events/fetched.js'
import { raceSettled } from '../../lib/events/raceSettled.js'
import type { RacecardRace, ResultRace } from '../../lib/events/types.generated.js'
import { unitFetched } from '../../lib/events/unitFetched.js'

const fetch = (path: string) => ({
  source: `https://api.theracingapi.com/v1${path}`,
  fetchedAt: 1_743_080_400_123,
  runId: 'run_1',
})

const card = {
  race_id: 'rac_1',
  course: 'Ascot',
  date: '2025-03-27',
  off_dt: '2025-03-27T14:30:00+00:00',
  is_abandoned: false,
  big_race: true,
  tip: null,
  going_stick: 'a field of tomorrow',
  runners: [
    {
      horse_id: 'hrs_1',
      horse: 'Café Société 🏇',
      number: 'NR',
      draw: 0,
      trainer_14_days: { runs: '12', wins: '2', percent: '17' },
      past_results_flags: ['C', 'D'],
      prev_trainers: [{ trainer: 'A Trainer', trainer_id: 'trn_1', change_date: '2023-05-25' }],
      quotes: [{ date: '2025-03-01', quote: 'He is well.' }],
      odds: [
        {
          bookmaker: 'Bet365',
          fractional: '9/4',
          decimal: '3.25',
          updated: '2025-03-27 14:03:40',
          history: [{ changed_at: '2025-03-27 09:00:00', fractional: '2', decimal: '3' }],
        },
      ],
    },
    'a runner that is no object',
  ],
} as unknown as RacecardRace

const result = {
  race_id: 'rac_1',
  date: '2025-03-27',
  class: 'Class 4',
  non_runners: 'Moostar (withdrawn; unruly)',
  runners: [{ horse_id: 'hrs_1', position: 'PU', or: '–', sp: '13/8F', time: '1:43.25', weight_lbs: 122 }],
} as unknown as ResultRace

/** One event of every type, with everything a schema can hold somewhere; the golden bytes are of these. */
export const eventSamples: readonly DarkhorsesEvent[] = [
  racecardFetched(fetch('/racecards/pro?date=2025-03-27'), 'rac_1', card),
  resultFetched(fetch('/results?start_date=2025-03-27'), 'results', 'rac_1', result),
  horseProfileFetched(fetch('/horses/hrs_1/pro'), 'pro', 'hrs_1', { id: 'hrs_1', name: 'Create', colour_code: 'b' }),
  referenceFetched(fetch('/courses'), 'courses', [{ id: 'crs_1', course: 'Ascot', region_code: 'gb', region: 'GB' }]),
  controlMessage({
    id: 'run_1',
    command: 'start_run',
    kinds: ['racecards', 'results'],
    start_date: '2025-03-01',
    end_date: '2025-03-31',
    regions: ['gb', 'ire'],
    priority: 'backfill',
    requested_at: 1_743_080_000_000,
  }),
  unitFetched({
    unit: 'results:2025-03-27',
    kind: 'results',
    date: '2025-03-27',
    run_id: 'run_1',
    outcome: 'ok',
    status: 200,
    calls: 1,
    attempts: 2,
    fetched_at: 1_743_080_400_000,
    regions: ['gb'],
    items: [{ topic: 'results', key: 'rac_1', content_hash: 'ab'.repeat(32), appended: true }],
  }),
  {
    type: 'DeadLetter',
    event_id: 'projector/results/3/9007199254740993',
    group: 'projector',
    topic: 'results',
    partition: 3,
    offset: '9007199254740993',
    key: null,
    value: Buffer.from([1, 2, 3]),
    headers: { ce_id: 'x', traceparent: '00-00-00-00' },
    error_code: 'EVENT_UNDECODABLE',
    error_message: 'its first byte is 1',
    failed_at: 1_743_080_500_000,
  },
  raceSettled({
    race_id: 'rac_1',
    date: '2025-03-27',
    card_event_id: '01'.repeat(16),
    result_event_id: null,
    settled_at: 1_743_080_400_123,
  }),
]
