/** Masters, links, regions and the views beside them, event by event. */
import type { Pool } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPool } from '../../lib/db/pool.js'
import { horseProfileFetched, racecardFetched, referenceFetched, resultFetched } from '../../lib/events/fetched.js'
import { restoreMasters } from '../../services/projector/entities/restoreMasters.js'
import { cardRace, cardRunner, resultRace, resultRunner } from '../racing/builders.js'
import { startGroups, type Groups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let groups: Groups
let pool: Pool
beforeEach(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  groups = await startGroups(database, '2025-04-10')
})
afterEach(async () => {
  await groups.stop()
  await database.drop()
})

const at = (minute: number) => ({ source: 'test', fetchedAt: Date.UTC(2025, 3, 3, 0, minute), runId: null })
const card = (minute: number, runners: Parameters<typeof cardRace>[0], race = 'rac_1', over: object = {}) =>
  racecardFetched(at(minute), race, cardRace(runners, { race_id: race, ...over }))
const first = async <Row extends object>(sql: string) => (await pool.query<Row>(sql)).rows[0]

test('a parent that only the profile of a known horse names has a row, name and region included; of an unknown horse it has none', async () => {
  const profile = (horse: string, sire: string) =>
    horseProfileFetched(at(5), 'pro', `hrs_${horse}`, {
      id: `hrs_${horse}`,
      name: `Horse ${horse}`,
      sire: `Lone ${sire} (FR)`,
      sire_id: `sir_${sire}`,
    })
  await groups.apply([profile('1', '77'), profile('2', '88'), card(1, ['1'])])
  const { rows } = await pool.query(
    "SELECT sire_id, name, region FROM ra_mst_sires WHERE sire_id LIKE 'sir___' ORDER BY 1",
  )
  expect(rows).toEqual([{ sire_id: 'sir_77', name: 'Lone 77', region: 'FR' }])
  expect(await first('SELECT sire_id, sire FROM ra_horse_pedigree')).toEqual({ sire_id: 'sir_77', sire: 'Lone 77' })
})

test('a link goes with the names: found when the horse appears, lost when it is renamed, found again by name, sex and age', async () => {
  const link = async () =>
    (await first<{ horse_id: string }>("SELECT horse_id FROM ra_mst_sires WHERE sire_id = 'sir_5'"))?.horse_id
  const foal = cardRunner('1', { sire_id: 'sir_5', sire: 'Old Star', sire_region: 'IRE', dob: '2019-04-25' })
  const star = (minute: number, over: object) =>
    card(
      minute,
      [
        cardRunner('5', {
          horse: 'Old Star (IRE)',
          dob: '2010-02-01',
          sex: 'horse',
          sex_code: 'H',
          sire_id: 'sir_60',
          ...over,
        }),
      ],
      'rac_2',
    )
  await groups.apply([card(1, [foal])])
  expect(await link()).toBeNull()
  await groups.apply([star(2, {})])
  expect(await link()).toBe('hrs_5')
  await groups.apply([star(3, { horse: 'Young Star' })])
  expect(await link()).toBeNull()
  const namesake = cardRunner('9', { horse: 'OLD STAR', dob: '2017-04-25', sex: 'horse', sex_code: 'H', region: 'IRE' })
  await groups.apply([card(4, [namesake], 'rac_3')])
  expect(await link()).toBe('hrs_9')
  // An older foal: the namesake was not two years old when it was born.
  await groups.apply([card(5, [foal, cardRunner('2', { ...foal, horse_id: 'hrs_2', dob: '2019-04-24' })])])
  expect(await link()).toBeNull()
})

test('rows and links that a hand has changed come back with a recalculation, right ones stay as they are', async () => {
  const foal = cardRunner('1', {
    sire_id: 'sir_5',
    sire: 'Old Star',
    dam_id: 'dam_6',
    dam: 'Lady',
    trainer_id: 'trn_1',
  })
  const star = cardRunner('5', { horse: 'Old Star (IRE)', sex: 'horse', sex_code: 'H', sire_id: 'sir_60' })
  await groups.apply([card(1, [{ ...foal, trainer_location: 'Ayr' }, star])])
  const rows = async () =>
    (
      await pool.query<object>(
        `SELECT sire_id AS id, name, horse_id AS more FROM ra_mst_sires UNION ALL SELECT dam_id, name, horse_id FROM ra_mst_dams
         UNION ALL SELECT trainer_id, name, location FROM ra_mst_trainers ORDER BY 1`,
      )
    ).rows
  const before = await rows()
  expect(before).toContainEqual({ id: 'sir_5', name: 'Old Star', more: 'hrs_5' })
  await pool.query("UPDATE ra_mst_sires SET horse_id = CASE sire_id WHEN 'sir_5' THEN NULL ELSE 'hrs_1' END")
  await pool.query("UPDATE ra_mst_dams SET horse_id = 'hrs_1', name = 'x'")
  await pool.query('UPDATE ra_mst_trainers SET location = NULL')
  expect(await rows()).not.toEqual(before)
  await restoreMasters(pool, ['GB', 'IRE'])
  expect(await rows()).toEqual(before)
})

test('regions: fetched for and of stored courses, named by the list, mentioned by it too; a course that is elsewhere takes its region along', async () => {
  const regions = async () =>
    (await pool.query<{ code: string }>('SELECT code, name, created_at, updated_at FROM ra_mst_regions ORDER BY code'))
      .rows
  await groups.apply([card(10, ['1'], 'rac_1', { region: 'FR' })])
  expect(await regions()).toMatchObject([
    { code: 'FR', name: null, created_at: new Date(at(10).fetchedAt) },
    { code: 'GB', name: 'Great Britain', created_at: null },
    { code: 'IRE', name: 'Ireland' },
  ])
  const list = [
    { region: 'Great Britain', region_code: 'gb' },
    { region: 'Éire', region_code: 'ire' },
    { region: 'France', region_code: 'fr' },
  ]
  await groups.apply([referenceFetched(at(4), 'regions', list)])
  expect(await regions()).toMatchObject([
    { code: 'FR', name: 'France', created_at: new Date(at(4).fetchedAt), updated_at: new Date(at(10).fetchedAt) },
    { code: 'GB', created_at: new Date(at(4).fetchedAt), updated_at: new Date(at(4).fetchedAt) },
    { code: 'IRE', name: 'Éire' },
  ])
  expect(await first('SELECT region_code, region FROM ra_mst_courses')).toEqual({ region_code: 'FR', region: 'France' })
  await groups.apply([
    referenceFetched(at(20), 'courses', [{ id: 'crs_1', course: 'Ayr', region_code: 'gb', region: 'Scotland' }]),
  ])
  expect((await regions()).map((row) => row.code)).toEqual(['GB', 'IRE'])
  expect(
    await first("SELECT name, region_code, region, latitude::text LIKE '55.%' AS north FROM ra_mst_courses"),
  ).toEqual({
    name: 'Ayr',
    region_code: 'GB',
    region: 'Scotland',
    north: true,
  })
})

test('a race that turns out to be at no known course has no number in its meeting', async () => {
  const result = (minute: number, over: object) =>
    resultFetched(at(minute), 'results', 'rac_1', resultRace([resultRunner('1')], { course_id: 'crs_1', ...over }))
  await groups.apply([result(1, {})])
  expect(await first('SELECT race_number FROM ra_races')).toEqual({ race_number: 1 })
  await groups.apply([result(2, { course_id: '' })])
  expect(await first('SELECT race_number, meet_id FROM ra_races')).toEqual({ race_number: null, meet_id: null })
})

test('views are for reading; ages are those of AS_OF; the 18 tables may be written', async () => {
  await groups.apply([card(1, [cardRunner('1', { dob: '2019-04-25' })])])
  for (const [view, set] of [
    ['ra_horses', 'name'],
    ['ra_mst_races', 'race_name'],
    ['ra_mst_runners', 'horse_name'],
    ['ra_mst_race_results', 'horse_name'],
  ] as const)
    await expect(pool.query(`UPDATE ${view} SET ${set} = 'x'`)).rejects.toThrow(/cannot update view/)
  const then = createPool({ url: database.url, searchPath: ['racing'], applicationName: 'test', asOf: '2031-01-01' })
  expect((await then.query('SELECT age FROM ra_horses')).rows).toEqual([{ age: 12 }])
  await then.end()
  const { rows } = await pool.query<{ name: string; column: string }>(
    `SELECT table_name AS name, min(column_name) AS column FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'racing' AND table_name LIKE 'ra\\_%' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY 1`,
  )
  expect(rows).toHaveLength(18)
  for (const { name, column } of rows) await pool.query(`UPDATE ${name} SET "${column}" = "${column}"`)
})
