import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from './answer.js'

const compress = promisify(gzip)

/** Bodies below this are sent as they are, like the vendor's. */
const gzipFrom = 500

/** Room for what is zipped, less than a quarter of its text as a rule: each piece more is a trip to another thread and back. */
const roomFor = ({ length }: Buffer) => Math.min(1024 * 1024, Math.max(16 * 1024, length >> 2))

/** How a fault spoils an answer on its way. */
export type Spoiling = 'reset' | 'truncated' | null

/** Sends an answer, compressed when the client takes it; a spoiled one breaks off in the middle. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  spoiling: Spoiling = null,
): Promise<void> {
  const html = typeof answer.body === 'string'
  const whole = bytesOf(answer.body)
  const plain = spoiling === 'truncated' ? whole.subarray(0, Math.max(1, Math.floor(whole.length * 0.6))) : whole
  const zipped = plain.length >= gzipFrom && acceptsGzip(request)
  const body = zipped ? await compress(plain, { level: 1, chunkSize: roomFor(plain) }) : plain
  if (response.destroyed) return
  response.writeHead(answer.status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json',
    'content-length': body.length,
    ...(zipped ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
    ...answer.headers,
  })
  if (spoiling === 'reset') {
    // Let the first half reach the wire before the connection dies, so that the client is within the body.
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.resetAndDestroy())
    return
  }
  response.end(body)
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(request.headers['accept-encoding'] ?? ''))
}
