/** Whether the API answers these credentials. */
import type { Config } from '../../lib/config.js'
import { messageOf } from '../../lib/errors.js'
import { none, right, warning, wrong, type CheckFinding } from './finding.js'

export interface ApiCheck {
  readonly finding: CheckFinding
  /** What the API's clock says; null where it did not answer. */
  readonly date: Date | null
}

function judged(status: number): CheckFinding {
  if (status === 200) return right('credentials', 'the API answers')
  if (status === 401)
    return wrong(
      'credentials',
      'refused (401)',
      'RACING_API_USERNAME and RACING_API_PASSWORD are wrong, the account is inactive, or the call is not in its plan',
    )
  if (status === 429)
    return warning('credentials', 'rate limited (429)', 'somebody else calls with this account: try again in a minute')
  return wrong('credentials', `HTTP ${status}`, 'see https://www.theracingapi.com for outages, and RACING_API_BASE_URL')
}

/** Calls `/courses/regions` once. `turn` waits until a call is allowed. */
export async function checkCredentials(config: Config, offline: boolean, turn: () => Promise<void>): Promise<ApiCheck> {
  if (!config.hasCredentials)
    return { finding: none('credentials', 'none set: the simulator stands in for the API'), date: null }
  if (offline) return { finding: none('credentials', 'set, not tried'), date: null }
  try {
    await turn()
    // Loaded for this one call only.
    const { request } = await import('undici')
    const { baseUrl, username, password } = config.api
    const { statusCode, headers, body } = await request(`${baseUrl}/courses/regions`, {
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    })
    await body.dump()
    const date = typeof headers['date'] === 'string' ? new Date(headers['date']) : null
    return { finding: judged(statusCode), date }
  } catch (error) {
    const todo = `does ${new URL(config.api.baseUrl).host} answer from this machine? See RACING_API_BASE_URL`
    return { finding: wrong('credentials', messageOf(error) || 'no answer', todo), date: null }
  }
}
