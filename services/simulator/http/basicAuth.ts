import { createHash, timingSafeEqual } from 'node:crypto'
import { type Answer, refusal } from './answer.js'

const challenge = { 'www-authenticate': 'Basic' }

/** Checks HTTP Basic credentials; returns the refusal (401), or null when they are right. */
export function createBasicAuth(username: string, password: string): (header: string | undefined) => Answer | null {
  const expected = digest(`${username}:${password}`)
  return (header) => {
    const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1]
    if (encoded === undefined) return refusal(401, 'Not authenticated', challenge)
    const given = digest(Buffer.from(encoded, 'base64').toString('utf8'))
    return timingSafeEqual(given, expected) ? null : refusal(401, 'Incorrect username or password', challenge)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
