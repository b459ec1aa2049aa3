import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '../../../test/support/sharedData.js'
import { type RunningSimulator, startSimulator } from '../main.js'

const shared = sharedData()
if (shared === null) console.warn('recorded days are not tested: no shared data (set DARKHORSES_SHARED)')

describe.skipIf(shared === null)('recorded days', () => {
  let simulator: RunningSimulator
  beforeAll(async () => {
    simulator = await startSimulator({ days: join(shared ?? '', 'racing-api-days'), now: '2026-02-01', rate: null })
  })
  afterAll(() => simulator.stop())

  const get = async (path: string) => {
    const response = await fetch(simulator.url + path, {
      headers: { authorization: `Basic ${btoa('simulator:simulator')}` },
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  test('a day is served as recorded, with total, paging and the query as sent', async () => {
    const { status, body } = await get(
      '/v1/racecards/pro?date=2025-03-27&region_codes=gb&region_codes=ire&limit=10&skip=5',
    )
    expect(status).toBe(200)
    expect({ ...body, racecards: (body['racecards'] as unknown[]).length }).toEqual({
      racecards: 10,
      total: 38,
      limit: 10,
      skip: 5,
      query: [
        ['date', '2025-03-27'],
        ['region_codes', 'gb'],
        ['region_codes', 'ire'],
        ['limit', '10'],
        ['skip', '5'],
      ],
    })
  })

  test('races are filtered by region', async () => {
    const all = await get('/v1/racecards/pro?date=2025-03-27')
    const irish = await get('/v1/racecards/pro?date=2025-03-27&region_codes=ire')
    expect(all.body['total']).toBe(38)
    expect((irish.body['racecards'] as { region: string }[]).every((race) => race.region === 'IRE')).toBe(true)
    expect(irish.body['total']).toBe(8)
    expect((await get('/v1/results?start_date=2025-03-27&end_date=2025-03-27&region=gb')).body['total']).toBe(0)
    expect((await get('/v1/results?start_date=2025-03-27&end_date=2025-03-27&region=ire')).body['total']).toBe(8)
  })

  test('days that were not recorded are empty, and a day without racing is too', async () => {
    expect((await get('/v1/racecards/pro?date=2025-03-30')).body).toMatchObject({ racecards: [], total: 0 })
    expect((await get('/v1/racecards/pro?date=2025-12-24')).body).toMatchObject({ racecards: [], total: 0 })
  })

  test('a race is found by its id, its card and its result', async () => {
    expect((await get('/v1/racecards/rac_891099/pro')).body).toMatchObject({ race_id: 'rac_891099', off_time: '2:42' })
    expect((await get('/v1/results/rac_891099')).body).toMatchObject({ race_id: 'rac_891099', off: '2:42' })
    expect(await get('/v1/results/rac_1')).toEqual({ status: 404, body: { detail: 'Race not found' } })
  })

  test('a profile is put together from a runner', async () => {
    expect((await get('/v1/horses/hrs_5845636/pro')).body).toEqual({
      id: 'hrs_5845636',
      breeder: 'Rachel Countess Of Coventry',
      colour: 'b',
      colour_code: 'B',
      dam: 'Basque Beauty (GB)',
      dam_id: 'dam_98978598',
      damsire: 'Nayef (USA)',
      damsire_id: 'dsi_94283463',
      dob: '2022-04-26',
      name: 'Infantry Officer (GB)',
      sex: 'gelding',
      sex_code: 'G',
      sire: 'Land Force (IRE)',
      sire_id: 'sir_98791955',
    })
    expect((await get('/v1/horses/hrs_5845636/standard')).body).not.toHaveProperty('dob')
    expect(await get('/v1/horses/hrs_1/pro')).toEqual({ status: 404, body: { detail: 'Horse not found' } })
  })

  test('courses are those seen', async () => {
    const { body } = await get('/v1/courses?region_codes=ire')
    expect(body['courses']).toContainEqual({
      id: 'crs_177',
      course: 'Clonmel (IRE)',
      region_code: 'ire',
      region: 'Ireland',
    })
    expect((body['courses'] as { region_code: string }[]).every((course) => course.region_code === 'ire')).toBe(true)
  })

  test('a result is unknown until a quarter of an hour after the off', async () => {
    simulator.time.set({ now: new Date('2025-03-27T14:56:59Z'), speed: 0 })
    expect((await get('/v1/results/today')).body['total']).toBe(0)
    simulator.time.set({ now: new Date('2025-03-27T14:57:00Z') })
    expect((await get('/v1/results/today')).body['total']).toBe(1)
  })
})

test('a folder of odd files: days without cards or results, empty ones, other regions, unknown keys, one that is no JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-days-'))
  const race = (id: string, region: string, over: object = {}) => ({
    race_id: id,
    region,
    course_id: `crs_${region}`,
    course: 'Somewhere',
    off_dt: '2025-03-27T14:00:00+00:00',
    runners: [{ horse_id: 'hrs_1', horse: 'One' }, { horse: 'Nobody' }],
    ...over,
  })
  const days = {
    'racecards_pro_2025-03-01': { racecards: [] },
    'racecards_pro_2025-03-02': { racecards: null },
    'racecards_pro_2025-03-03': {
      racecards: [race('rac_1', 'GB', { new_key: [1] }), race('rac_2', 'FR'), 'noise'],
      more: 1,
    },
    'racecards_pro_2025-03-04': [race('rac_3', 'IRE', { course_id: null, runners: undefined })],
    'results_2025-03-05': { results: [race('rac_4', 'IRE')] },
  }
  for (const [name, day] of Object.entries(days)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(day))
  writeFileSync(join(folder, 'racecards_pro_2025-03-06.json'), '{"racecards": [')
  writeFileSync(join(folder, 'readme.txt'), 'not a day')
  const told: unknown[] = []
  const simulator = await startSimulator({
    days: folder,
    now: '2026-02-01',
    rate: null,
    onError: (error) => told.push(error),
  })
  const get = async (path: string) => {
    const answer = await fetch(simulator.url + path, {
      headers: { authorization: `Basic ${btoa('simulator:simulator')}` },
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const cards = async (day: number) => {
    const { status, body } = await get(`/v1/racecards/pro?date=2025-03-0${day}&region_codes=gb&region_codes=ire`)
    const races = body['racecards'] as { race_id: string }[] | undefined
    return [status, body['total'], ...(races ?? []).map((one) => one.race_id)]
  }
  expect(await cards(1)).toEqual([200, 0])
  expect(await cards(2)).toEqual([200, 0])
  expect(await cards(3)).toEqual([200, 1, 'rac_1'])
  expect(await cards(4)).toEqual([200, 1, 'rac_3'])
  expect(await cards(5)).toEqual([200, 0])
  expect((await get('/v1/results?start_date=2025-03-01&end_date=2025-03-09')).body['total']).toBe(1)
  // What cannot be read is told, and costs that day alone.
  expect((await cards(6))[0]).toBe(500)
  expect(String(told[0])).toMatch(/racecards_pro_2025-03-06\.json is no JSON/)
  expect((await get('/v1/horses/hrs_1/pro')).status).toBe(200)
  expect((await get('/v1/courses')).body).toMatchObject({ total: 3 })
  await simulator.stop()
  rmSync(folder, { recursive: true })
})
