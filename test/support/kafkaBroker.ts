/**
 * A real Kafka broker and a real schema registry without Docker: their jars come by Maven (infra/kafka/pom.xml) and run on
 * Java 17. One node, small heaps, everything on the loopback address and in one folder.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from '../../lib/projectRoot.js'
import { freePort } from '../../lib/postgres/embeddedPostgres.js'

/** A server process on a port, which can be killed without a warning and started again on its old data. */
export interface Server {
  readonly port: number
  /** SIGKILL: nothing is flushed, nobody is told. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Starts again on the same port and data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const folder = join(projectRoot(dirname(fileURLToPath(import.meta.url))), 'infra', 'kafka')
const brokerJars = join(folder, 'target', 'broker')
const registryJars = join(folder, 'target', 'registry')

/** Fetches the jars unless they are there. Returns why they cannot be had, or null. */
export function provideJars(): string | null {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const version = /version "(\d+)/.exec(java.stderr ?? '')?.[1]
  if (version === undefined || Number(version) < 17) {
    return `Kafka needs Java 17 or newer, and here is ${version === undefined ? 'none' : `Java ${version}`}: install a JRE (apt-get install openjdk-17-jre-headless)`
  }
  if (jarIn(brokerJars, /^slf4j-simple-.*\.jar$/) && jarIn(registryJars, /-runner\.jar$/)) return null
  const maven = spawnSync('mvn', ['-B', '-q', '-f', join(folder, 'pom.xml'), 'package'], { encoding: 'utf8' })
  if (maven.error !== undefined) return "Kafka's jars come by Maven, and `mvn` is not there: apt-get install maven"
  if (maven.status === 0) return null
  return `Maven could not fetch Kafka's jars: ${
    maven.stdout
      .trim()
      .split('\n')
      .find((line) => line.includes('ERROR')) ?? maven.stderr.trim()
  }`
}

function jarIn(path: string, name: RegExp): string | undefined {
  return existsSync(path) ? readdirSync(path).find((file) => name.test(file)) : undefined
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    setTimeout(() => socket.destroy(), 1000).unref()
  }).then((up) => up === true)
}

interface ServerOptions {
  readonly name: string
  readonly folder: string
  readonly port: number
  readonly arguments: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Whether it is ready to work, not just to be connected to. */
  ready(output: string): boolean
}

async function startServer(options: ServerOptions): Promise<Server> {
  const outputFile = join(options.folder, `${options.name}.out`)
  let child: ChildProcess | undefined
  let gone: Promise<void> = Promise.resolve()
  const end = () => child?.kill('SIGKILL')

  async function start(): Promise<void> {
    const output = await open(outputFile, 'w')
    const started = spawn('java', options.arguments, {
      cwd: options.folder,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', output.fd, output.fd],
    })
    await output.close()
    child = started
    let ended = false
    gone = new Promise((resolve) => {
      started.once('exit', () => {
        ended = true
        resolve()
      })
    })
    process.once('exit', end)
    for (let tries = 0; tries < 600; tries += 1) {
      if (ended) break
      const text = await readFile(outputFile, 'utf8')
      if (options.ready(text) && (await answers(options.port))) return
      await pause(100)
    }
    end()
    throw new Error(
      `${options.name} did not start; its last words: ${(await readFile(outputFile, 'utf8')).slice(-1500)}`,
    )
  }

  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    process.removeListener('exit', end)
    child?.kill(signal)
    await gone
  }
  await start()
  return { port: options.port, kill: () => kill('SIGKILL'), restart: start, stop: () => kill('SIGKILL') }
}

/** Starts a broker whose data lie in a folder; formats the folder the first time. */
export async function startBroker(home: string): Promise<Server> {
  await mkdir(home, { recursive: true })
  const [port, controllerPort] = [await freePort(), await freePort()]
  const properties = join(home, 'server.properties')
  await writeFile(
    properties,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names=CONTROLLER',
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'inter.broker.listener.name=PLAINTEXT',
      `log.dirs=${join(home, 'data')}`,
      // A broker that was killed may come back once its controller has given it up: 9 s by default.
      'broker.session.timeout.ms=1500',
      'broker.heartbeat.interval.ms=300',
      'auto.create.topics.enable=false',
      'num.partitions=1',
      'default.replication.factor=1',
      'min.insync.replicas=1',
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=4',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'transaction.state.log.num.partitions=4',
      'transaction.abort.timed.out.transaction.cleanup.interval.ms=1000',
      'group.initial.rebalance.delay.ms=0',
      'group.min.session.timeout.ms=1000',
      'num.network.threads=2',
      'num.io.threads=4',
      'log.cleaner.dedupe.buffer.size=2097152',
      '',
    ].join('\n'),
  )
  const java = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(brokerJars, '*')]
  // In one word with its option: one id in 64 begins with a hyphen, and would be taken for an option.
  const clusterId = `--cluster-id=${randomBytes(16).toString('base64url')}`
  const format = spawnSync('java', [...java, 'kafka.tools.StorageTool', 'format', clusterId, '-c', properties], {
    encoding: 'utf8',
  })
  if (format.status !== 0)
    throw new Error(`Kafka's data folder could not be formatted: ${format.stdout}${format.stderr}`)
  return startServer({
    name: 'broker',
    folder: home,
    port,
    arguments: [...java, '-Dorg.slf4j.simpleLogger.showDateTime=true', 'kafka.Kafka', properties],
    ready: (output) => output.includes('Kafka Server started'),
  })
}

/** Starts a registry that keeps its schemas in a file, over a kill too; Confluent's API is under `/apis/ccompat/v7`. */
export async function startRegistry(home: string): Promise<Server> {
  await mkdir(home, { recursive: true })
  for (let tries = 1; ; tries += 1) {
    try {
      return await startRegistryOn(await freePort(), home)
    } catch (error) {
      // Somebody else took the port between the look and the start.
      if (tries === 3 || !String(error).includes('seems to be in use')) throw error
    }
  }
}

async function startRegistryOn(port: number, home: string): Promise<Server> {
  const jar = jarIn(registryJars, /-runner\.jar$/)
  if (jar === undefined) throw new Error('the registry is not there: mvn -f infra/kafka/pom.xml package')
  return startServer({
    name: 'registry',
    folder: home,
    port,
    arguments: [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-Dquarkus.http.host=127.0.0.1',
      `-Dquarkus.http.port=${port}`,
      '-jar',
      join(registryJars, jar),
    ],
    environment: { REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${join(home, 'schemas')};WRITE_DELAY=0` },
    ready: (output) => output.includes('Listening on') || output.includes('started in'),
  })
}
