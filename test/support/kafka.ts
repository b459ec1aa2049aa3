/**
 * Where tests get a Kafka cluster from: the one that is configured, a container where a Docker engine answers, or a broker on
 * Java (kafkaBroker.ts). Where none can be had the reason is told; with CI=true that is a failure.
 */
import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers'
import { freePort } from '../../lib/postgres/embeddedPostgres.js'
import { provideJars, startBroker, startRegistry, type Server } from './kafkaBroker.js'

export interface Cluster {
  readonly brokers: readonly string[]
  /** Confluent's API; null unless it was asked for. */
  readonly registryUrl: string | null
  /** Where the cluster comes from, for people. */
  readonly from: string
  /** The broker as a process to be killed and started again; null where it is not ours. */
  readonly broker: Server | null
  readonly registry: Server | null
  stop(): Promise<void>
}

/** The environment that names a cluster, with topics and subjects of its own. */
export const onCluster = ({ brokers, registryUrl }: Cluster) => ({
  KAFKA_BROKERS: brokers.join(','),
  SCHEMA_REGISTRY_URL: registryUrl ?? '',
  TOPIC_PREFIX: `test-${randomBytes(4).toString('hex')}.`,
})

export type Unavailable = { readonly unavailable: string }

async function dockerAnswers(): Promise<boolean> {
  try {
    await getContainerRuntimeClient()
    return true
  } catch {
    // No engine: the broker runs on Java instead.
    return false
  }
}

async function startContainers(withRegistry: boolean): Promise<Cluster> {
  const port = await freePort()
  const kafka = await new GenericContainer('apache/kafka:4.1.0')
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://0.0.0.0:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_BROKER_SESSION_TIMEOUT_MS: '1500',
      KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: '300',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start()
  const registry = withRegistry
    ? await new GenericContainer('apicurio/apicurio-registry-mem:2.6.13.Final')
        .withExposedPorts(8080)
        .withWaitStrategy(Wait.forHttp('/apis/ccompat/v7/subjects', 8080))
        .start()
    : null
  const runtime = await getContainerRuntimeClient()
  const container = runtime.container.getById(kafka.getId())
  const broker: Server = {
    port,
    kill: async () => {
      await container.kill()
      await container.wait()
    },
    restart: () => container.start().then(() => undefined),
    stop: () => kafka.stop().then(() => undefined),
  }
  return {
    brokers: [`127.0.0.1:${port}`],
    registryUrl:
      registry === null ? null : `http://${registry.getHost()}:${registry.getMappedPort(8080)}/apis/ccompat/v7`,
    from: 'containers',
    broker,
    registry: null,
    stop: async () => {
      await Promise.all([broker.stop(), registry?.stop()])
    },
  }
}

async function startOnJava(withRegistry: boolean): Promise<Cluster> {
  const home = await mkdtemp(join(tmpdir(), 'darkhorses-kafka-'))
  const [broker, registry] = await Promise.all([
    startBroker(join(home, 'broker')),
    withRegistry ? startRegistry(join(home, 'registry')) : null,
  ])
  return {
    brokers: [`127.0.0.1:${broker.port}`],
    registryUrl: registry === null ? null : `http://127.0.0.1:${registry.port}/apis/ccompat/v7`,
    from: 'Java',
    broker,
    registry,
    stop: async () => {
      await Promise.all([broker.stop(), registry?.stop()])
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A cluster, or why there is none. */
export async function findKafka(options: { readonly registry?: boolean } = {}): Promise<Cluster | Unavailable> {
  const withRegistry = options.registry ?? false
  const { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registryUrl } = process.env
  if (brokers !== undefined && brokers !== '') {
    if (withRegistry && registryUrl === undefined)
      return { unavailable: 'KAFKA_BROKERS is set without SCHEMA_REGISTRY_URL' }
    return {
      brokers: brokers.split(','),
      registryUrl: registryUrl ?? null,
      from: 'KAFKA_BROKERS',
      broker: null,
      registry: null,
      stop: () => Promise.resolve(),
    }
  }
  let noContainers = ''
  if (await dockerAnswers()) {
    try {
      return await startContainers(withRegistry)
    } catch (error) {
      noContainers = `Docker answers, but its containers do not start: ${error instanceof Error ? error.message : String(error)}; `
    }
  }
  const noJars = provideJars()
  return noJars === null ? startOnJava(withRegistry) : { unavailable: noContainers + noJars }
}

/**
 * A cluster for a test file, or null after saying what is not run and why; `npm test` repeats it as its last words
 * (DARKHORSES_NOT_RUN names the file between them). Throws under CI, where nothing may be left out.
 */
export async function kafkaForTests(
  what: string,
  options: { readonly registry?: boolean } = {},
): Promise<Cluster | null> {
  const found = await findKafka(options)
  if (!('unavailable' in found)) return found
  const message = `${what} is not tested on Kafka: ${found.unavailable}`
  if (process.env['CI'] === 'true') throw new Error(message)
  console.warn(message)
  const notes = process.env['DARKHORSES_NOT_RUN']
  if (notes !== undefined) await appendFile(notes, `${message}\n`)
  return null
}
