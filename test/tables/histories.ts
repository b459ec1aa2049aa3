/**
 * Random histories in a small world, so that everything meets everything: eight horses, a few people and courses, six races that
 * are declared, run, corrected, moved, abandoned and voided, dead heats and disqualifications among their results; profiles
 * before and after; horses that are renamed and have the names of parents; courses that turn out to be elsewhere; lists of
 * regions and bookmakers; events with equal fetch times.
 */
import fc from 'fast-check'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { horseProfileFetched, racecardFetched, referenceFetched, resultFetched } from '../../lib/events/fetched.js'
import { cardRace, cardRunner, resultRace, resultRunner } from '../racing/builders.js'

const horses = ['1', '2', '3', '4', '5', '6', '7', '8']
const races = ['rac_1', 'rac_2', 'rac_3', 'rac_4', 'rac_5', 'rac_6']
const nothing = fc.constantFrom('', '-', '–', null)
const one = (...values: (string | null)[]) => fc.constantFrom(...values)

const person = (kind: string, name: string) =>
  fc.integer({ min: 1, max: 3 }).map((n) => ({
    [kind]: `${name} ${n}`,
    [`${kind}_id`]: `${kind.slice(0, 1) === 'j' ? 'jky' : kind === 'trainer' ? 'trn' : 'own'}_${n}`,
  }))
const jockey = fc.oneof(
  { weight: 8, arbitrary: person('jockey', 'Rider') },
  { weight: 1, arbitrary: fc.constant({ jockey: 'Non-Runner', jockey_id: 'jky_99' }) },
  { weight: 1, arbitrary: fc.constant({ jockey: 'Rider 2(5)', jockey_id: 'jky_2' }) },
  { weight: 1, arbitrary: fc.constant({ jockey: 'Rider 1', jockey_id: '' }) },
  { weight: 1, arbitrary: fc.constant({ jockey: 'Rider 7', jockey_id: null }) },
)
const parent = (kind: string, prefix: string) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .constantFrom('1', '2', '11', '12')
        .map((n) => ({ [kind]: `Parent ${n} (IRE)`, [`${kind}_id`]: `${prefix}_${n}` })),
    },
    // Parents that are horses of this world: by the same digits, or by their name alone.
    {
      weight: 4,
      arbitrary: fc
        .constantFrom('7', '8')
        .map((n) => ({ [kind]: `HORSE ${n}`, [`${kind}_id`]: `${prefix}_${n}`, [`${kind}_region`]: 'IRE' })),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom('7', 'É')
        .map((n) => ({ [kind]: `Horse ${n} (IRE)`, [`${kind}_id`]: `${prefix}_9${n === '7' ? '7' : '9'}` })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(null, '').map((n) => ({ [kind]: `Nameless Id`, [`${kind}_id`]: n })),
    },
  )
/** Now and then a horse has another's name, or a new one. */
const renamed = fc.option(
  fc.constantFrom('Horse 7 (IRE)', 'horse é', 'Parent 1').map((horse) => ({ horse })),
  { nil: {}, freq: 6 },
)
const pedigree = fc
  .tuple(parent('sire', 'sir'), parent('dam', 'dam'), parent('damsire', 'dsi'))
  .map(([sire, dam, damsire]) => ({ ...sire, ...dam, ...damsire }))
const people = fc
  .tuple(jockey, person('trainer', 'Yard'), person('owner', 'Silks'))
  .map(([rider, trainer, owner]) => ({ ...rider, ...trainer, ...owner }))

/** Where and when: mostly as planned, sometimes moved. Equal off times happen. */
const place = fc
  .record({
    course: fc.constantFrom('1', '2', null),
    region: fc.oneof(
      { weight: 8, arbitrary: fc.constant('GB') },
      { weight: 2, arbitrary: fc.constantFrom('IRE', 'FR', 'uk') },
    ),
    date: fc.constantFrom('2025-03-01', '2025-04-01', '2025-04-02'),
    hour: fc.constantFrom('13', '14', '15'),
    going: one('Good', 'Good To Soft', 'Heavy', 'Standard', 'Sticky', null),
    surface: one('Turf', 'AW'),
    type: one('Flat', 'Hurdle', 'NH Flat'),
  })
  .map(({ course, date, hour, ...rest }) => ({
    course: `Course ${course ?? 'Unknown'}`,
    course_id: course === null ? '' : `crs_${course}`,
    date,
    off_dt: `${date}T${hour}:00:00+00:00`,
    ...rest,
  }))

const cardOf = (race: string) =>
  fc
    .record({
      ids: fc.subarray(horses, { minLength: 1 }),
      place,
      details: fc.array(
        fc.record({
          people,
          pedigree,
          number: one('1', '2', 'NR', '0'),
          draw: one('3', '0', ''),
          ofr: one('88', '–', null),
          trainer_location: one('Newmarket', 'Lambourn', ''),
          dob: one('2019-04-25', '2016-02-01', '2010-02-28', ''),
          region: one('IRE', 'GB', ''),
          sex: one('gelding', 'mare', 'horse'),
          sex_code: one('G', 'M', ''),
          odds: fc.constantFrom(
            [],
            null,
            [{ bookmaker: 'Bet365', fractional: '4' }],
            [{ bookmaker: 'Own Bets', fractional: 'SP' }, { bookmaker: 'OWN BETS' }, { bookmaker: '888 Sport' }],
          ),
          renamed,
        }),
        { minLength: 8, maxLength: 8 },
      ),
      race_class: one('Class 4', 'Class 2', ''),
      distance: one('1m2f9y', '5f60y', '', '2m'),
      is_abandoned: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    })
    .map(({ ids, place: where, details, ...over }) =>
      cardRace(
        ids.map((id, i) => {
          const { people: who, pedigree: parents, renamed: name, ...rest } = details[i] ?? { people: {}, pedigree: {} }
          return cardRunner(id, { ...who, ...parents, ...rest, ...name })
        }),
        { race_id: race, ...where, ...over },
      ),
    )

const position = fc.oneof(
  { weight: 8, arbitrary: one('1', '2', '3', '4', '5') },
  { weight: 3, arbitrary: one('PU', 'F', 'DSQ', 'NR', 'WDU', 'VOI', 'Died as a 5', '0') },
  { weight: 1, arbitrary: nothing },
)
const resultOf = (race: string) =>
  fc
    .record({
      ids: fc.subarray(horses),
      place,
      details: fc.array(
        fc.record({
          people,
          pedigree,
          position,
          sp: one('9/4', '13/8F', 'Evens', '100/30', 'SP', 'abc', '0/1', '', null),
          sp_dec: one('3.25', '-', null),
          or: one('47', '–'),
          time: one('1:43.25', '58.40', '-'),
          prize: one('3245.08', '£4,187', '€5900', ''),
          btn: one('0', 'nk', '99', 'dist', '-'),
          renamed,
        }),
        { minLength: 8, maxLength: 8 },
      ),
      class: one('Class 4', 'Class 5', ''),
      dist_y: one('2209', '1160', '', 'far'),
      dist: one('1m2f', '5½f', ''),
      dist_m: one('2020', ''),
      dist_f: one('10f', ''),
      non_runners: one('', 'Horse 3 (lame), Horse 4', 'Horse 5'),
    })
    .map(({ ids, place: where, details, ...over }) =>
      resultRace(
        ids.map((id, i) => {
          const { people: who, pedigree: parents, renamed: name, ...rest } = details[i] ?? { people: {}, pedigree: {} }
          return resultRunner(id, { ...who, ...parents, ...rest, ...name })
        }),
        { race_id: race, ...where, ...over },
      ),
    )

/** Few instants, so that some are equal; late old fetches are the rule. */
const fetchedAt = fc.integer({ min: 1, max: 60 }).map((hour) => Date.UTC(2025, 3, 3) + hour * 3_600_000)
const fetched = fc.record({
  source: fc.constantFrom('https://api.test/v1/a', 'https://api.test/v1/b'),
  fetchedAt,
  runId: fc.constant(null),
})

const event: fc.Arbitrary<DarkhorsesEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...races)
      .chain((race) => fc.tuple(fetched, cardOf(race)).map(([fetch, card]) => racecardFetched(fetch, race, card))),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...races)
      .chain((race) =>
        fc
          .tuple(fetched, fc.constantFrom('results' as const, 'results_today' as const), resultOf(race))
          .map(([fetch, endpoint, result]) => resultFetched(fetch, endpoint, race, result)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fetched,
        fc.constantFrom('pro' as const, 'standard' as const),
        fc.constantFrom(...horses, '11', '12'),
        pedigree,
        fc.record({
          dob: one('2019-04-25', '2010-03-03', ''),
          sex_code: one('G', 'M', 'H'),
          colour_code: one('B', 'CH'),
          // A parent that nothing but profiles names.
          lone: fc.option(fc.constantFrom('21', '22'), { freq: 2 }),
        }),
      )
      .map(([fetch, endpoint, id, parents, { lone, ...over }]) =>
        horseProfileFetched(fetch, endpoint, `hrs_${id}`, {
          id: `hrs_${id}`,
          name: Number(id) > 10 ? `Parent ${id} (IRE)` : `Horse ${id} (IRE)`,
          breeder: 'Profile Stud',
          ...parents,
          ...(lone === null ? {} : { sire_id: `sir_${lone}`, sire: `Lone ${lone}` }),
          ...over,
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fetched, one('Great Britain', 'Britain', ''), one('Ireland', 'Éire'))
      .map(([fetch, britain, ireland]) =>
        referenceFetched(fetch, 'regions', [
          { region: britain, region_code: 'gb' },
          { region: ireland, region_code: 'ire' },
          { region: 'France', region_code: 'fr' },
        ]),
      ),
  },
  {
    weight: 1,
    arbitrary: fetched.map((fetch) =>
      referenceFetched(fetch, 'bookmakers', [{ name: 'Bet365' }, { name: 'Betfair Exchange' }]),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fetched, one('Course 1', 'Renamed', ''), one('1', '2'), one('gb', 'ire'), one('Great Britain', ''))
      .map(([fetch, name, n, code, region]) =>
        referenceFetched(fetch, 'courses', [{ id: `crs_${n}`, course: name, region_code: code, region }]),
      ),
  },
)

/** A history: events in some order, a few of them twice. */
export const history: fc.Arbitrary<readonly DarkhorsesEvent[]> = fc
  .array(event, { minLength: 20, maxLength: 200, size: 'max' })
  .chain((events) => fc.subarray(events, { maxLength: 10 }).map((again) => [...events, ...again]))
