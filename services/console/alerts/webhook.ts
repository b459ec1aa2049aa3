/** A message to a webhook: one POST of JSON to a checked address, no redirect followed. */
import type { LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { RacingError } from '../../../lib/errors.js'
import { allowedAddresses, systemResolve, type Address, type Resolve } from './addresses.js'

/** The other side did not take the message. */
export class WebhookRefused extends RacingError {
  readonly code = 'WEBHOOK_REFUSED'
  readonly retriable: boolean
  constructor(host: string, status: number) {
    super(
      `The webhook at ${host} answered ${status}${status >= 300 && status < 400 ? ': redirects are not followed' : ''}.`,
      { host, status },
    )
    this.retriable = status === 429 || status >= 500
  }
}

export interface WebhookOptions {
  readonly url: string
  readonly allowPrivate: boolean
  /** Names to addresses; the machine's resolver unless a test says otherwise. */
  readonly resolve?: Resolve
}

/** Answers every question with the addresses that were checked. */
const pinned =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses
    if (all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }

/** Sends it. The address, which is a secret, is in no error. @throws AddressRefused, WebhookRefused */
export async function postJson(options: WebhookOptions, body: unknown): Promise<void> {
  const url = new URL(options.url)
  const { allowPrivate, resolve = systemResolve } = options
  const addresses = await allowedAddresses(url.hostname, { allowPrivate, resolve })
  const agent = new Agent({ connect: { lookup: pinned(addresses), timeout: 10_000 } })
  try {
    const answer = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    })
    await answer.body.dump({ limit: 65_536 })
    if (answer.statusCode < 200 || answer.statusCode >= 300) throw new WebhookRefused(url.host, answer.statusCode)
  } finally {
    await agent.close()
  }
}
