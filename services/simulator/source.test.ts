import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../test/support/sharedData.js'
import { openSource } from './source.js'

const shared = sharedData()
if (shared === null) console.warn('mixed sources are not tested: no shared data (set DARKHORSES_SHARED)')

describe.skipIf(shared === null)('recorded and generated days together', () => {
  const days = join(shared ?? '', 'racing-api-days')
  const at = new Date('2026-06-01T12:00:00Z')
  const open = (generated: boolean) => openSource({ days, generated, seed: 1 })

  test('a recorded day is served as recorded, another one is generated', () => {
    const mixed = open(true)
    expect(mixed.racecards('2025-03-27', at)[0]?.raceId).toBe('rac_889552')
    expect(mixed.racecards('2025-03-30', at)[0]?.raceId).toMatch(/^rac_2\d{7}$/)
    expect(open(false).racecards('2025-03-30', at)).toEqual([])
  })

  test('a day of which only the cards were recorded has no results, generated or not', () => {
    expect(open(true).results('2025-03-28', at)).toEqual([])
    const generated = openSource({ days: null, generated: true, seed: 1 })
    const raceId = generated.results('2025-03-28', at)[0]?.raceId ?? ''
    expect(generated.result(raceId, at)).not.toBeNull()
    expect(open(true).result(raceId, at)).toBeNull()
  })

  test('races, horses and courses of both are found', () => {
    const mixed = open(true)
    const listed = mixed.results('2025-03-30', at)[0]
    expect(mixed.result('rac_891099', at)).toMatchObject({ race_id: 'rac_891099' })
    expect(mixed.result(listed?.raceId ?? '', at)).toEqual(listed?.read())
    expect(mixed.horse('hrs_5845636')).toMatchObject({ id: 'hrs_5845636' })
    const ids = new Set(mixed.courses().map((course) => course.id))
    expect([ids.has('crs_177'), ids.has(listed?.courseId ?? '')]).toEqual([true, true])
  })
})
