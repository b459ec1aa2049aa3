/** Who may look: everybody on the same machine, elsewhere whoever brings the token. */
import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Whether an Authorization header carries the token: `Bearer TOKEN`, or Basic with any name and the token as password. */
export function carriesToken(header: string | undefined, token: string): boolean {
  const [scheme = '', value = ''] = (header ?? '').split(' ', 2)
  const given =
    scheme.toLowerCase() === 'bearer'
      ? value
      : scheme.toLowerCase() === 'basic'
        ? Buffer.from(value, 'base64')
            .toString()
            .replace(/^[^:]*:/, '')
        : null
  return given !== null && timingSafeEqual(digest(given), digest(token))
}

/**
 * Whether a Host header names this machine's own address. Without a token nothing else is answered, so that a page from
 * elsewhere, whose name was made to lead to 127.0.0.1, reads nothing.
 */
export function isLocalName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '')
}
