/**
 * Clients of a cluster that can be thrown away at once.
 *
 * kafkajs mends a broken connection in place, and in doing so may end the new socket instead of the old one, keep half an answer
 * of the old one in front of the new answers, or leave requests to their time-out of many seconds; and its retry loops sit
 * inside one another, so that a few tries become half a minute. Here a client that lost a connection is never used again: its
 * sockets are destroyed, which fails whatever waits on them, and the next one starts clean. kafkajs retries next to nothing; who
 * tries again, and for how long, is decided in one place per kind of work (kafkaReader.ts, kafkaAppend.ts, kafkaLog.ts).
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Kafka, logLevel, type ISocketFactory, type KafkaConfig } from 'kafkajs'

export interface KafkaClientOptions {
  readonly brokers: readonly string[]
  readonly clientId?: string
  readonly ssl?: KafkaConfig['ssl']
  readonly sasl?: KafkaConfig['sasl']
  /** Opens the connections, where they must not go straight to the brokers. */
  readonly socketFactory?: KafkaConfig['socketFactory']
}

export interface KafkaClient {
  readonly kafka: Kafka
  /** Breaks all connections: whatever waits on one of them fails now. */
  abandon(): void
}

/** Retries within kafkajs: only what the moment after a change of leaders or the creation of a topic needs. */
export const fewRetries = { retries: 1, initialRetryTime: 20, maxRetryTime: 200 } as const

const connectTo: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  if (ssl === null || ssl === undefined) return connectTcp({ host, port }, onConnect)
  return connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
}

/** Makes clients; nothing is connected until one is used. */
export function createClients(options: KafkaClientOptions): () => KafkaClient {
  const factory = options.socketFactory ?? connectTo
  return () => {
    const sockets = new Set<Socket>()
    let abandoned = false
    const kafka = new Kafka({
      clientId: options.clientId ?? 'darkhorses',
      brokers: [...options.brokers],
      // What goes wrong is thrown, with a name; kafkajs' own lines would say it twice.
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3000,
      requestTimeout: 15_000,
      retry: fewRetries,
      ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
      ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
      socketFactory: (wanted) => {
        if (abandoned) throw new Error('this client was given up')
        const socket = factory(wanted)
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        socket.setNoDelay(true)
        socket.setKeepAlive(true, 60_000)
        return socket
      },
    })
    return {
      kafka,
      abandon: () => {
        abandoned = true
        for (const socket of sockets) socket.destroy(new Error('this client was given up'))
      },
    }
  }
}
