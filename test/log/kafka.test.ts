import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { badInputContract } from '../contract/badInput.js'
import { exactlyOnceContract } from '../contract/exactlyOnce.js'
import { livenessContract } from '../contract/liveness.js'
import { logContract, type LogUnderTest } from '../contract/log.js'
import { kafkaPlace } from '../contract/place.js'
import { registryContract } from '../contract/registryOutage.js'
import { sharedGroupContract } from '../contract/sharedGroup.js'
import { traceContract } from '../contract/traceContext.js'
import { kafkaForTests, onCluster, type Cluster } from '../support/kafka.js'
import { createTestDatabase } from '../support/postgres.js'
import { startTcpProxy } from '../support/tcpProxy.js'

/** Kafka's EndTxn request (api key 26), behind the four bytes of its length. */
const endTransaction = 26
const leaseMs = 3000

async function start(cluster: Cluster): Promise<LogUnderTest> {
  const database = await createTestDatabase()
  const brokerPort = Number(cluster.brokers[0]?.split(':').at(-1))
  const proxy = await startTcpProxy(brokerPort)
  const topicPrefix = `test-${randomBytes(4).toString('hex')}.`
  return {
    open: () =>
      createKafkaLog({
        brokers: cluster.brokers,
        topicPrefix,
        clock: systemClock,
        sessionMs: leaseMs,
        socketFactory: ({ host, port, onConnect }) =>
          port === brokerPort ? connect(proxy.port, '127.0.0.1', onConnect) : connect(port, host, onConnect),
      }),
    proxy,
    pool: database.pool('racing'),
    server: cluster.broker,
    isCommit: (sent) => sent.length > 6 && sent.readInt16BE(4) === endTransaction,
    task: { databaseUrl: database.url, leaseMs, kafka: { brokers: cluster.brokers, topicPrefix } },
    stop: async () => {
      await proxy.close()
      await database.drop()
    },
  }
}

const cluster = await kafkaForTests('the event log', { registry: true })
if (cluster === null) test.skip('the log contract on Kafka: there is no Kafka here', () => undefined)
else {
  afterAll(() => cluster.stop())
  const name = `Kafka (${cluster.from})`
  logContract(name, () => start(cluster))
  registryContract(name, kafkaPlace(cluster))
  sharedGroupContract(name, kafkaPlace(cluster))
  exactlyOnceContract(name, kafkaPlace(cluster))
  livenessContract(name, kafkaPlace(cluster))
  badInputContract(name, kafkaPlace(cluster))
  traceContract(name, () => onCluster(cluster))

  test('a topic that is created keeps everything for ever, and takes a race with all its odds', async () => {
    const topicPrefix = `test-${randomBytes(4).toString('hex')}.`
    const log = createKafkaLog({ brokers: cluster.brokers, topicPrefix, clock: systemClock })
    await log.createTopics([{ topic: 'results', partitions: 2 }])
    await log.close()
    const admin = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING }).admin()
    await admin.connect()
    const resource = { type: ConfigResourceTypes.TOPIC, name: `${topicPrefix}results` }
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] })
    await admin.disconnect()
    const settings = Object.fromEntries(
      resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [],
    )
    expect(settings).toMatchObject({
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'cleanup.policy': 'delete',
      'max.message.bytes': String(8 * 1024 * 1024),
    })
  })
}
