import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { logContract, type LogUnderTest } from '../contract/log.js'
import { kafkaForTests, type Cluster } from '../support/kafka.js'
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
      await cluster.stop()
    },
  }
}

const cluster = await kafkaForTests('the event log')
if (cluster === null) test.skip('the log contract on Kafka: there is no Kafka here', () => undefined)
else logContract(`Kafka (${cluster.from})`, () => start(cluster))
