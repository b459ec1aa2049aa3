import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Posted {
  readonly path: string
  readonly host: string | undefined
  readonly body: unknown
}

/** A web server that keeps what is posted; `/moved` answers with a redirect, `/busy` with 503. */
export async function startWebhookServer() {
  const posts: Posted[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (data: Buffer) => (text += data.toString()))
    request.on('end', () => {
      const path = request.url ?? ''
      posts.push({ path, host: request.headers.host, body: JSON.parse(text) })
      if (path === '/moved') response.writeHead(307, { location: '/slack' })
      else response.writeHead(path === '/busy' ? 503 : 204)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    posts,
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
