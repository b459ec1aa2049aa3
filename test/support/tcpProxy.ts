/** A TCP proxy that breaks connections where a test wants them broken. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** Where new connections go from now on. */
  target(port: number): void
  /** Breaks all connections. */
  cut(): void
  /**
   * Lets the next message of a client that `matches` through to the server, and breaks the connection instead of passing on
   * the answer. Resolves when that has happened.
   */
  loseAnswer(matches: (sent: Buffer) => boolean): Promise<void>
  /** Breaks a connection instead of passing on the next answer that `matches`. Resolves when that has happened. */
  loseThisAnswer(matches: (answer: Buffer) => boolean): Promise<void>
  /** Breaks a connection once its client has sent so many bytes in one stretch. Resolves when that has happened. */
  cutAfter(bytes: number): Promise<void>
  close(): Promise<void>
}

/** Starts a proxy on a free port of the loopback address. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let target = targetPort
  const sockets = new Set<Socket>()
  let losing: { matches: (sent: Buffer) => boolean; happened: () => void } | undefined
  let withholding: { matches: (answer: Buffer) => boolean; happened: () => void } | undefined
  let cutting: { bytes: number; happened: () => void } | undefined

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    let stretch = 0
    let answerLost: (() => void) | undefined
    const end = () => {
      client.destroy()
      upstream.destroy()
      sockets.delete(client)
    }
    sockets.add(client)
    client.on('data', (sent) => {
      stretch += sent.length
      if (cutting !== undefined && stretch >= cutting.bytes) {
        const { happened } = cutting
        cutting = undefined
        end()
        happened()
        return
      }
      if (losing?.matches(sent) === true) {
        answerLost = losing.happened
        losing = undefined
      }
      if (!upstream.write(sent)) {
        client.pause()
        upstream.once('drain', () => client.resume())
      }
    })
    upstream.on('data', (answer) => {
      stretch = 0
      if (withholding?.matches(answer) === true) {
        answerLost = withholding.happened
        withholding = undefined
      }
      if (answerLost !== undefined) {
        end()
        answerLost()
        return
      }
      if (!client.write(answer)) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
    })
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    target: (port) => {
      target = port
    },
    cut,
    loseAnswer: (matches) => new Promise((happened) => (losing = { matches, happened })),
    loseThisAnswer: (matches) => new Promise((happened) => (withholding = { matches, happened })),
    cutAfter: (bytes) => new Promise((happened) => (cutting = { bytes, happened })),
    close: () => {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
