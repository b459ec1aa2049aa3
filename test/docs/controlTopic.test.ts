/** docs/control-topic.md: every message on it is read and obeyed by the code, and its Python program sends one that is. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tableGroups } from '../../cli/projections.js'
import { readControlJson } from '../../lib/events/controlJson.js'
import type { ControlMessage } from '../../lib/events/events.js'
import { obey, type BookedRun, type ControlBooks } from '../../services/fetcher/control/obey.js'
import { kinds } from '../../services/fetcher/unit.js'
import { priorities } from '../../services/fetcher/control/startRun.js'
import { publicationsOf } from '../../services/stats/recalculate.js'

const page = readFileSync(new URL('../../docs/control-topic.md', import.meta.url), 'utf8')

function read(json: string): ControlMessage {
  const stored = { topic: 'control', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 }
  return readControlJson(stored, Buffer.from(json))
}

const at = new Date('2025-11-01T12:00:00Z')

const told = (books: ControlBooks, message: ControlMessage) =>
  obey(books, { message, at, headers: {} }, { today: '2025-11-01', regions: ['gb', 'ire'] })

/** Why a message is refused after those before it, in books where the run it names is in a state that allows it. */
function refusal(books: ControlBooks, message: ControlMessage): string | null {
  if (message.command === 'recalculate' || message.command === 'reset_statistics') {
    const { unknown } = publicationsOf(message.tables ?? [])
    return unknown.length === 0 ? null : `no table ${unknown.join(', ')}`
  }
  if (message.command === 'rebuild') {
    const unknown = (message.projections ?? []).filter((name) => !tableGroups.includes(name))
    return unknown.length === 0 ? null : `no projection ${unknown.join(', ')}`
  }
  const answer = told(books, message)
  return answer?.outcome === 'rejected' ? answer.message : null
}

const messages = [...page.matchAll(/\{"id".*\}/g)].map(([json]) => json)

test('the page shows every command', () => {
  const shown = new Set(messages.map((json) => read(json).command))
  expect([...shown].sort()).toEqual(
    [
      'start_run',
      'pause_run',
      'resume_run',
      'prioritise_run',
      'cancel_run',
      'retry_units',
      'recalculate',
      'reset_statistics',
      'rebuild',
    ].sort(),
  )
})

test('sent in their order, all of them are obeyed; sent again, none is', () => {
  const failedUnits = new Map([['march-2025', ['results:2025-03-02']]])
  const books: ControlBooks = { runs: new Map<string, BookedRun>(), obeyed: new Map(), failedUnits, unfinished: 0 }
  for (const json of messages) expect(refusal(books, read(json)), json).toBeNull()
  expect(books.runs.get('march-2025')).toMatchObject({ state: 'cancelled', priority: 'live' })
  expect(books.runs.get('march-again')?.units).toEqual(['results:2025-03-02'])
  for (const json of messages.filter((one) => read(one).command.endsWith('_run')))
    expect(told(books, read(json))).toMatchObject({
      outcome: 'ok',
      runId: read(json).run_id ?? read(json).id,
      message: expect.stringMatching(/was obeyed already.*nothing was done again/) as string,
    })
})

describe('what its table says', () => {
  test('kinds and priorities are those of the code', () => {
    for (const name of [...kinds, ...priorities]) expect(page).toContain(`\`${name}\``)
  })
  test('every field of the schema, and no other', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/ControlMessage.avsc', import.meta.url), 'utf8')) as {
      fields: { name: string }[]
    }
    const fields = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)?) \|/gm)].flatMap(
      ([, names = '']) => names.match(/\w+/g) ?? [],
    )
    expect(fields.sort()).toEqual(schema.fields.map((field) => field.name).sort())
  })
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test.skipIf(!hasPython)('the Python program sends a message that is obeyed', () => {
  const program = /```python\n([^]*?)```/.exec(page)?.[1] ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'darkhorses-python-'))
  try {
    // In place of the client: it writes down what would be sent.
    writeFileSync(
      join(folder, 'confluent_kafka.py'),
      'class Producer:\n  def __init__(self, conf): assert conf["bootstrap.servers"]\n  def produce(self, topic, key, value): print(topic, key, value)\n  def flush(self): pass\n',
    )
    const sent = execFileSync('python3', ['-c', program], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: folder, KAFKA_BROKERS: 'broker:9092' },
    })
    expect(sent).toMatch(/^control may-2025 \{/)
    const books: ControlBooks = { runs: new Map(), obeyed: new Map(), failedUnits: new Map(), unfinished: 0 }
    expect(refusal(books, read(sent.slice(sent.indexOf('{'))))).toBeNull()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
