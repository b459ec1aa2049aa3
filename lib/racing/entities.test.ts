/** Sections "Entities" and "Masters and pedigree" of docs/domain.md, as far as one event goes; the quoted text names the test. */
import { expect, test } from 'vitest'
import { cardEvent, cardRace, cardRunner, resultEvent, resultRace, resultRunner } from '../../test/racing/builders.js'
import { readEntities, type EntityEvent } from './entities.js'
import { profileDate, type EntityFacts } from './entityFacts.js'

function facts(event: EntityEvent): EntityFacts {
  const read = readEntities(event)
  if ('unusable' in read) throw new Error('unusable')
  return read
}

const profile = (horse: unknown): EntityEvent => ({ type: 'HorseProfileFetched', event_id: 'p1', fetched_at: 9, horse })
const reference = (list: 'courses' | 'regions' | 'bookmakers', items: unknown): EntityEvent => ({
  type: 'ReferenceFetched',
  event_id: 'r1',
  fetched_at: 3,
  list,
  items,
})

test('a racecard tells everything of a horse but its colour code', () => {
  const read = facts(cardEvent(5, cardRace([cardRunner('a', { colour: 'B', horse: 'Horse a (FR)' })])))
  expect(read).toMatchObject({
    race_date: '2025-04-01',
    fetched_at: 5,
    event_id: 'card-5',
    seen_on: '2025-04-01',
    source: 'racecard',
    race_id: 'rac_1',
  })
  expect(read.horses).toEqual([
    {
      horse_id: 'hrs_a',
      name: 'Horse a',
      dob: '2019-04-25',
      sex: 'gelding',
      sex_code: 'G',
      colour: 'b',
      colour_code: null,
      region: 'IRE',
      breeder: 'Card Stud',
      sire_id: 'sir_a',
      sire: 'Card Sire',
      dam_id: 'dam_a',
      dam: 'Card Dam',
      damsire_id: 'dsi_a',
      damsire: 'Card Damsire',
    },
  ])
  expect(read.sires).toEqual([{ id: 'sir_a', name: 'Card Sire', region: 'FR' }])
  expect(read.dams).toEqual([{ id: 'dam_a', name: 'Card Dam', region: 'GB' }])
  expect(read.damsires).toEqual([{ id: 'dsi_a', name: 'Card Damsire', region: 'USA' }])
  expect(read.courses).toEqual([{ course_id: 'crs_1', name: 'Ayr', region_code: 'GB', region: null }])
  expect(read.bookmakers).toEqual([{ code: 'bet365', name: 'Bet365', type: 'online', is_active: true }])
})

test('a result tells ids, names and where they were bred, and claims nothing else', () => {
  const read = facts(
    resultEvent(
      5,
      resultRace([
        resultRunner('a', { dob: '1999-01-01', breeder: 'No', colour: 'b', trainer_location: 'Nowhere', region: 'GB' }),
      ]),
    ),
  )
  expect(read.horses[0]).toMatchObject({
    name: 'Horse a',
    region: 'GB',
    sex: 'mare',
    sex_code: 'M',
    dob: null,
    breeder: null,
    colour: null,
  })
  expect(read.sires).toEqual([{ id: 'sir_9a', name: 'Result Sire', region: 'FR' }])
  expect(read.damsires).toEqual([{ id: 'dsi_9a', name: 'Result Damsire', region: null }])
  expect(read.trainers).toEqual([{ id: 'trn_9', name: 'Result Trainer', location: null }])
  expect(read.bookmakers).toEqual([])
})

test('"trainers.location is set by racecards"', () => {
  expect(facts(cardEvent(1, cardRace(['a']))).trainers).toEqual([
    { id: 'trn_1', name: 'Card Trainer', location: 'Card Town' },
  ])
})

test('an entity that an event names twice comes once, with the first value of each column', () => {
  const read = facts(
    cardEvent(
      1,
      cardRace([
        cardRunner('a', { trainer: '', owner: '' }),
        cardRunner('b', { trainer_location: 'Second Town', sire_id: 'sir_a', sire: 'Other Name' }),
      ]),
    ),
  )
  expect(read.trainers).toEqual([{ id: 'trn_1', name: 'Card Trainer', location: 'Card Town' }])
  expect(read.owners).toEqual([{ id: 'own_1', name: 'Card Owner' }])
  expect(read.sires).toEqual([{ id: 'sir_a', name: 'Card Sire', region: 'FR' }])
  expect(read.horses).toHaveLength(2)
})

test('"Empty ids are no entity"', () => {
  const read = facts(
    cardEvent(
      1,
      cardRace(
        [
          cardRunner('a', {
            jockey_id: '',
            trainer_id: '-',
            owner_id: null,
            sire_id: '',
            dam_id: undefined,
            damsire_id: '–',
          }),
        ],
        { course_id: '' },
      ),
    ),
  )
  expect([read.jockeys, read.trainers, read.owners, read.sires, read.dams, read.damsires, read.courses].flat()).toEqual(
    [],
  )
  expect(read.horses[0]).toMatchObject({ sire_id: null, sire: 'Card Sire' })
})

test('"a jockey called Non-Runner (who is no jockey…)"; a claim is no part of a name', () => {
  expect(
    facts(cardEvent(1, cardRace([cardRunner('a', { jockey: 'Non-Runner', jockey_id: 'jky_74971' })]))).jockeys,
  ).toEqual([])
  expect(facts(cardEvent(1, cardRace(['a']))).jockeys).toEqual([{ id: 'jky_1', name: 'Card Jockey' }])
})

test('"Profiles count as newest" and tell the colour code', () => {
  const read = facts(
    profile({
      id: 'hrs_6181308',
      name: 'Flaggan (IRE)',
      dob: '2011-06-19',
      sex: 'gelding',
      colour: 'b',
      colour_code: 'B',
      breeder: 'Liam',
      sire: 'Stowaway (GB)',
      sire_id: 'sir_1',
      dam: 'Zapata I (IRE)',
      dam_id: 'dam_1',
      damsire: 'Thatching',
      damsire_id: '',
    }),
  )
  expect(read).toMatchObject({ race_date: profileDate, seen_on: null, source: 'profile', race_id: null })
  expect(read.horses[0]).toMatchObject({
    horse_id: 'hrs_6181308',
    name: 'Flaggan',
    region: 'IRE',
    sex_code: 'G',
    colour_code: 'B',
    breeder: 'Liam',
    dam: 'Zapata I',
  })
  expect(read.sires).toEqual([{ id: 'sir_1', name: 'Stowaway', region: 'GB' }])
  expect(read.damsires).toEqual([])
  expect(profileDate > '2100-12-31').toBe(true)
})

test('a profile without an id is set aside', () => {
  for (const horse of [null, 'text', {}, { id: '' }])
    expect(readEntities(profile(horse))).toEqual({ unusable: true, missing: ['id'] })
})

test('reference lists: region codes in upper case, each entry once, without an id or code none', () => {
  expect(
    facts(
      reference('courses', [
        { id: 'crs_1', course: 'Ayr', region_code: 'gb', region: 'Great Britain' },
        { id: 'crs_1' },
        { course: 'No Id' },
        null,
      ]),
    ).courses,
  ).toEqual([{ course_id: 'crs_1', name: 'Ayr', region_code: 'GB', region: 'Great Britain' }])
  expect(
    facts(reference('regions', [{ region: 'Ireland', region_code: 'ire' }, { region: 'Nowhere' }])).regions,
  ).toEqual([{ code: 'IRE', name: 'Ireland' }])
  expect(
    facts(
      reference('bookmakers', [
        '888 Sport',
        { name: 'Betfair Exchange' },
        { name: 'Fringe', type: 'exchange', is_active: false },
      ]),
    ).bookmakers,
  ).toEqual([
    { code: '888sport', name: '888sport', type: 'online', is_active: true },
    { code: 'betfair', name: 'Betfair Exchange', type: 'exchange', is_active: true },
    { code: 'fringe', name: 'Fringe', type: 'exchange', is_active: false },
  ])
  expect(facts(reference('courses', 'no list')).courses).toEqual([])
})

test('a race without id, date or region tells nothing: a dead letter', () => {
  expect(readEntities(cardEvent(1, cardRace(['a'], { region: '' })))).toMatchObject({
    unusable: true,
    missing: ['region'],
  })
})
