/** The examples of docs/subscribing.md against a real broker and registry: TypeScript, and Python and kcat where they are here. */
import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followResults } from '../../docs/examples/subscribe.js'
import { systemClock } from '../../lib/clock.js'
import { createCodec } from '../../lib/events/codec.js'
import { createConfluentRegistry } from '../../lib/events/confluentRegistry.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { resultRace } from '../racing/builders.js'
import { kafkaForTests } from '../support/kafka.js'

const run = promisify(execFile)
const examples = fileURLToPath(new URL('../../docs/examples', import.meta.url))
const python = process.env['DARKHORSES_PYTHON'] ?? 'python3'
const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
const pythonClient = has(python, '-c', 'import confluent_kafka, fastavro')
const kcat = has('kcat', '-V')
const kcatReadsAvro = kcat && spawnSync('kcat', ['-V'], { encoding: 'utf8' }).stdout.includes('Avro')

const cluster = await kafkaForTests('subscribing', { registry: true })

describe.skipIf(cluster === null)('subscribing from elsewhere', () => {
  const prefix = `sub-${randomBytes(4).toString('hex')}.`
  const topic = `${prefix}${topics.results}`
  const brokers = cluster?.brokers ?? []
  const registryUrl = cluster?.registryUrl ?? ''
  const env = { ...process.env, KAFKA_BROKERS: brokers.join(','), SCHEMA_REGISTRY_URL: registryUrl }
  const log = createKafkaLog({ brokers, topicPrefix: prefix, clock: systemClock })

  beforeAll(async () => {
    const codec = createCodec({ registry: createConfluentRegistry({ url: registryUrl, topicPrefix: prefix }) })
    await log.createTopics(Object.values(topics).map((name) => ({ topic: name, partitions: 1 })))
    const fetch = { source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }
    const events = ['rac_1', 'rac_2', 'rac_3'].map((id) =>
      resultFetched(fetch, 'results', id, resultRace(['1', '2'], { race_id: id })),
    )
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await log.append(await codec.encodeMany(events, { traceparent }))
  })
  afterAll(async () => {
    await log.close()
    await cluster?.stop()
  })

  test('in TypeScript, with kafkajs and the registry alone', async () => {
    const seen: string[] = []
    let finish = () => {}
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const stop = await followResults({ brokers: [...brokers], registryUrl, prefix, group: `${prefix}ts` }, (event) => {
      seen.push(`${event.race_id} ${event.race.runners.length}`)
      if (seen.length === 3) finish()
    })
    await finished
    await stop()
    expect(seen).toEqual(['rac_1 2', 'rac_2 2', 'rac_3 2'])
  })

  test('the headers are those of CloudEvents in binary mode, and the trace is passed on', async () => {
    const [event] = await log.read({ topic: topics.results, partition: 0, from: 0n })
    expect(event?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: 'uk.darkhorses.ResultFetched',
      ce_subject: 'rac_1',
      ce_source: 'test',
      ce_time: '2025-04-01T00:00:00.000Z',
      'content-type': 'application/avro',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    })
    expect(event?.headers['ce_id']).toMatch(/^[0-9a-f]{32}$/)
  })

  test.skipIf(!pythonClient)('in Python (skipped without confluent-kafka and fastavro)', async () => {
    const { stdout } = await run(python, [join(examples, 'subscribe.py'), topic, '3'], {
      env: { ...env, GROUP: `${prefix}py` },
    })
    expect(stdout.trim().split('\n').map((line) => line.split('\t')[0])).toEqual(['rac_1', 'rac_2', 'rac_3']) // prettier-ignore
  })

  test.skipIf(!kcat)('with kcat (skipped where there is none)', async () => {
    const base = ['-b', brokers.join(','), '-t', topic, '-C', '-o', 'beginning', '-e', '-q']
    const { stdout } = await run('kcat', [...base, '-f', '%k %h\n'])
    expect(stdout).toContain('rac_1 ce_specversion=1.0,')
    if (!kcatReadsAvro) return
    const avro = await run('kcat', [...base, '-c', '1', '-s', 'value=avro', '-r', registryUrl])
    expect(avro.stdout).toContain('"race_id"')
  })
})
