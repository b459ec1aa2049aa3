import fc from 'fast-check'
import { expect, test } from 'vitest'
import { controlMessage } from '../../../lib/events/controlMessage.js'
import { mostUnfinished, obey, type BookedRun, type ControlBooks } from './obey.js'

const rules = { today: '2025-10-08', regions: ['gb', 'ire'] }
const at = new Date('2025-10-08T12:00:00Z')
const emptyBooks = (failed: Record<string, string[]> = {}): ControlBooks => ({
  runs: new Map<string, BookedRun>(),
  obeyed: new Map(),
  failedUnits: new Map(Object.entries(failed)),
  unfinished: 0,
})
type Message = Parameters<typeof controlMessage>[0]
const tell = (books: ControlBooks, message: Message) =>
  obey(books, { message: controlMessage(message), at, headers: {} }, rules)
const start = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  command: 'start_run',
  kinds: ['results'],
  start_date: '2025-10-01',
  ...more,
})

test('a run gets what the message leaves out: all kinds, today, the regions of the configuration, backfill', () => {
  const books = emptyBooks()
  expect(tell(books, { id: 'r', command: 'start_run', start_date: '2025-10-01' })).toBeNull()
  expect(books.runs.get('r')).toMatchObject({
    start_date: '2025-10-01',
    end_date: '2025-10-08',
    regions: ['gb', 'ire'],
    priority: 'backfill',
    state: 'requested',
    units: null,
  })
  expect(books.runs.get('r')?.kinds).toContain('profiles')
})

test('runs that are not finished are counted, and one more than can be is refused until another ends', () => {
  const books = emptyBooks()
  for (let i = 0; i < mostUnfinished; i += 1) expect(tell(books, start(`r${i}`))).toBeNull()
  expect(tell(books, start('more'))?.message).toMatch(/1000 runs are not finished/)
  expect(tell(books, { id: 'c', command: 'cancel_run', run_id: 'r5' })).toBeNull()
  expect(tell(books, start('more'))).toBeNull()
})

test('a retry is a run of its own with the failed units of another, in its regions, less what can no longer be fetched', () => {
  const books = emptyBooks({ r: ['results:2025-10-01', 'results_today:2025-10-07', 'profiles:hrs_1'] })
  tell(books, start('r', { regions: ['fr'] }))
  expect(tell(books, { id: 'again', command: 'retry_units', run_id: 'r', units: ['courses'] })).toBeNull()
  expect(books.runs.get('again')).toMatchObject({
    units: ['courses', 'results:2025-10-01', 'profiles:hrs_1'],
    kinds: [],
    regions: ['fr'],
    start_date: '2025-10-01',
  })
  tell(books, start('fine'))
  expect(tell(books, { id: 'x', command: 'retry_units', run_id: 'fine' })).toMatchObject({
    outcome: 'rejected',
    message: 'Run fine has no failed units.',
  })
})

test.each(['recalculate', 'reset_statistics', 'rebuild'])(
  '%s is for another group and not answered here',
  (command) => {
    const books = emptyBooks()
    expect(tell(books, { id: 'r', command })).toBeNull()
    expect(books.obeyed.size).toBe(0)
  },
)

test('the same message again is told of its run, and nothing is done; another message under its id is refused', () => {
  const books = emptyBooks()
  tell(books, start('r', { regions: ['IRE', 'gb'], end_date: '2025-10-02' }))
  tell(books, { id: 'p', command: 'pause_run', run_id: 'r' })
  const again = tell(books, start('r', { regions: ['gb', 'ire'] }))
  expect(again).toMatchObject({ outcome: 'ok', runId: 'r' })
  expect(again?.message).toMatch(
    /obeyed already \(2025-10-08T12:00:00.000Z\); nothing was done again. Run r is paused./,
  )
  expect(tell(books, { id: 'p', command: 'pause_run', run_id: 'r' })).toMatchObject({ outcome: 'ok', runId: 'r' })
  const others: [Message, RegExp][] = [
    [start('r', { end_date: '2025-10-03' }), /run r is of 2025-10-01 to 2025-10-02; another message needs another id/],
    [start('r', { kinds: ['racecards'] }), /run r fetches results/],
    [start('r', { regions: ['fr'] }), /run r is of ire, gb/],
    [{ id: 'p', command: 'cancel_run', run_id: 'r' }, /it was pause_run/],
  ]
  for (const [message, words] of others) {
    const answer = tell(books, message)
    expect(answer?.outcome).toBe('rejected')
    expect(answer?.message).toMatch(words)
  }
  expect(books.runs.get('r')?.state).toBe('paused')
})

const ids = fc.constantFrom('a', 'b', 'c', 'd')
const message: fc.Arbitrary<Message> = fc.oneof(
  fc
    .record({
      id: ids,
      kinds: fc.constantFrom(['results'], ['odds'], []),
      start_date: fc.constantFrom('2025-10-01', '1900-01-01'),
    })
    .map((more) => ({ command: 'start_run', ...more })),
  fc.record({
    id: ids,
    run_id: ids,
    command: fc.constantFrom('pause_run', 'resume_run', 'cancel_run', 'prioritise_run', 'retry_units', 'nonsense'),
    priority: fc.constantFrom(null, 'live', 'high'),
  }),
)

test('any messages in any order: repeating one changes nothing, and the count of unfinished runs is right', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const books = emptyBooks()
      for (const one of messages) {
        tell(books, one)
        const before = JSON.stringify([...books.runs])
        const again = tell(books, one)
        expect(JSON.stringify([...books.runs])).toBe(before)
        expect(again).not.toBeNull()
        const open = [...books.runs.values()].filter(({ state }) => ['requested', 'running', 'paused'].includes(state))
        expect(books.unfinished).toBe(open.length)
      }
    }),
  )
})
