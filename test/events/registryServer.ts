import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server misbehaves: refuses connections' answers, answers errors, or keeps silent. */
export type Mood = 'well' | 'cut' | 'silent' | 503 | 401

export interface RegistryServer {
  readonly url: string
  /** Requests as `METHOD path`, in order. */
  readonly calls: string[]
  readonly authorizations: (string | undefined)[]
  /** What each subject's rule is; a subject without one is answered with `unset`. */
  readonly rules: Map<string, string>
  mood: Mood
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<{ schema?: string; compatibility?: string }> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? {} : (JSON.parse(text) as { schema?: string; compatibility?: string })
}

/**
 * The Confluent registry's HTTP interface, as far as this project calls it, over a list in memory. `unset` is the answer
 * for a subject without a rule: 404 as Confluent gives it, or NONE as Apicurio does. `refuse` makes registrations 409.
 */
export async function startRegistryServer(
  options: { readonly unset?: 404 | 'NONE'; readonly refuse?: boolean; readonly port?: number } = {},
): Promise<RegistryServer> {
  const { unset = 404 } = options
  const schemas: string[] = []
  const calls: string[] = []
  const authorizations: (string | undefined)[] = []
  const rules = new Map<string, string>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? '')
    calls.push(`${request.method} ${path}`)
    authorizations.push(request.headers.authorization)
    const body = await bodyOf(request)
    const send = (status: number, content: unknown) => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
      response.end(JSON.stringify(content))
    }
    if (handle.mood === 'silent') return
    if (handle.mood === 'cut') {
      request.socket.destroy()
      return
    }
    if (handle.mood !== 'well') return send(handle.mood, { error_code: handle.mood, message: 'as told' })
    const [, kind, subject = '', ...rest] = path.split('/')
    if (kind === 'config') {
      if (request.method === 'PUT') {
        rules.set(subject, body.compatibility ?? '')
        return send(200, { compatibility: body.compatibility })
      }
      const rule = rules.get(subject) ?? unset
      if (rule === 404) return send(404, { error_code: 40408, message: 'Subject does not have a rule' })
      return send(200, { compatibilityLevel: rule })
    }
    if (kind === 'subjects' && request.method === 'POST') {
      if (options.refuse === true)
        return send(409, { error_code: 409, message: 'Schema being registered is incompatible' })
      const schema = body.schema ?? ''
      const known = schemas.indexOf(schema)
      return send(200, { id: known >= 0 ? known + 1 : schemas.push(schema) })
    }
    if (kind === 'schemas') {
      const schema = schemas[Number(rest.at(-1)) - 1]
      return schema === undefined
        ? send(404, { error_code: 40403, message: 'Schema not found' })
        : send(200, { schema })
    }
    return send(404, { error_code: 404, message: path })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const handle: RegistryServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    authorizations,
    rules,
    mood: 'well',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return handle
}
