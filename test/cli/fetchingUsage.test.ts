/** Wrong, missing, contradictory and absurd arguments of the commands of fetching: exit 2, what is valid, an example; no side effects. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from '../support/command.js'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-usage-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

// The London day is 2025-07-01; in Auckland it is the 2nd already.
const environment = (more: Record<string, string> = {}) => ({
  DARKHORSES_HOME: home,
  AS_OF: '2025-07-01',
  TZ: 'Pacific/Auckland',
  NO_COLOR: '1',
  ...more,
})
const events = ['backfill', 'events']

const wrong: readonly (readonly [string[], RegExp])[] = [
  [['backfill'], /missing required argument 'what'/],
  [['backfill', 'everything'], /no backfill of everything: name one of all, events, masters, horses, for example/],
  [['backfill', 'events', 'horses'], /too many arguments/],
  [
    events,
    /Say from which day on\. Days from 1988-01-01 to 2025-07-08 .*for example darkhorses backfill events --start-date/,
  ],
  [
    [...events, '--start-date', '2025-02-30'],
    /no day 2025-02-30\. Days from 1988-01-01 to 2025-07-08 .*for example --start-date/,
  ],
  [[...events, '--start-date', '01/03/2025'], /no day 01\/03\/2025/],
  [[...events, '--start-date', ''], /There is no day/],
  [[...events, '--start-date', "2025-03-01'; DROP TABLE runs"], /There is no day/],
  [[...events, '--start-date', '2025-03-02', '--end-date', '2025-03-01'], /after the end.*for example/],
  [[...events, '--start-date', '2025-07-02'], /start 2025-07-02 is after the end 2025-07-01/],
  [[...events, '--start-date', '1987-12-31'], /before 1988-01-01.*for example/],
  [
    [...events, '--start-date', '2025-07-01', '--end-date', '2025-07-09'],
    /more than 7 days ahead.*2025-07-08.*for example/,
  ],
  [[...events, '--start-date', '2025-03-01', '--no-racecards', '--no-results'], /together leave no day.*for example/],
  [
    [...events, '--start-date', '2025-03-01', '--limit', '0'],
    /--limit takes a whole number from 1 to 100000, for example --limit 50/,
  ],
  [[...events, '--start-date', '2025-03-01', '--limit', '1e3x'], /it is "1e3x"/],
  [[...events, '--start-date', '2025-03-01', '--limit', '5', '--test'], /--test means --limit 10.*for example/],
  [
    [...events, '--start-date', '2025-03-01', '--region-codes', 'gb', 'Ireland'],
    /no region "ireland".*--region-codes gb ire/,
  ],
  [[...events, '--start-date', '2025-03-01', '--dry-run', '--detach'], /nothing to detach.*for example/],
  [[...events, '--resume', '--limit', '5'], /--resume goes on.*for example/],
  [[...events, '--resume', '--oldest-first'], /--resume goes on.*for example/],
  [[...events, '--resume', '--start-date', '2025-02-30'], /no day 2025-02-30/],
  [['backfill', 'masters', '--skip-masters'], /leaves nothing of backfill masters.*for example/],
  [['sync', '--days-back', '-1'], /--days-back takes a whole number from 0 to 365, for example --days-back 1/],
  [['sync', '--days-ahead', '8'], /--days-ahead takes a whole number from 0 to 7, for example/],
  [['sync', '--no-racecards', '--no-results'], /leave nothing to fetch.*for example/],
  [['runs', '--limit', 'all'], /--limit takes a whole number.*for example/],
  [['pause'], /missing required argument 'run'/],
  [['priority', 'x'], /missing required argument 'priority'/],
  [['priority', 'x', 'urgent'], /no priority urgent: live, backfill, profiles, for example/],
  [['retry'], /Say what to retry.*for example darkhorses retry results:2025-07-01/],
  [['retry', '--all', 'x'], /Say what to retry/],
  [['retry', 'results:2025-02-30'], /no day 2025-02-30|no unit results:2025-02-30/],
  [['retry', 'results:yesterday'], /no unit results:yesterday.*results:2025-07-01/],
  [['retry', 'racecards:2025-08-01'], /cannot be fetched.*more than 7 days ahead/],
  [['errors', '--by', 'colour'], /grouped by type, kind, chunk, run, for example.*not by colour/],
  [['errors', '--by', 'type', '--ids'], /give one of them, for example/],
  [['gaps', '--start-date', '2025-03-02', '--end-date', '2025-03-01'], /after the end.*for example/],
  [['gaps', '--detach'], /--detach is for fetching: for example/],
  [['schedule'], /Usage: darkhorses schedule/],
  [['schedule', 'run', 'everything'], /no job everything: for example darkhorses schedule run sync; there are sync, /],
]

describe('wrong usage', () => {
  test('ends with 2, what is valid and an example, before anything is started', async () => {
    const left = [...wrong]
    const check = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [args, message] = next
        const ended = await command(args, environment()).ended
        expect(ended.stderr, args.join(' ')).toMatch(message)
        expect(ended, args.join(' ')).toMatchObject({ code: 2, stdout: '' })
        expect(ended.stderr).not.toContain('\u001B')
      }
    }
    await Promise.all([check(), check(), check()])
    expect(await readdir(home)).toEqual([])
  })

  test('a database that does not answer is named, exit 1, whatever is asked', async () => {
    const gone = environment({ DATABASE_URL: 'postgresql://me:hush-hush@127.0.0.1:9/none' })
    for (const args of [
      [...events, '--start-date', '2025-03-01'],
      [...events, '--start-date', '2025-03-01', '--dry-run'],
      ['backfill', 'all', '--resume'],
      ['retry', 'courses', '--detach'],
      ['gaps'],
      ['runs'],
      ['errors', '--json'],
      ['pause', 'x'],
    ]) {
      const ended = await command(args, gone).ended
      expect(ended, args.join(' ')).toMatchObject({ code: 1, stdout: '' })
      expect(ended.stderr).toMatch(/^error: No database answers at 127\.0\.0\.1:9.*\n$/)
    }
  })
})
