import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { canonicalDecimal } from './numbers.js'
import { readText } from './text.js'

export interface Prize {
  /** As printed, without sign and thousands: `"4187"`, `"3245.08"`. */
  readonly amount: Decimal | null
  /** `GBP`, `EUR` or `USD`; null without an amount. */
  readonly currency: string | null
}

const printed = /^([£€$]?)\s*(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(\.\d{1,10})?$/
const signs: Readonly<Record<string, string>> = { '£': 'GBP', '€': 'EUR', $: 'USD' }
const regions: Readonly<Record<string, string>> = { GB: 'GBP', IRE: 'EUR' }
const none: Prize = { amount: null, currency: null }

/** A prize: `£4,187` → 4187 GBP, `€5900` → 5900 EUR, `3245.08` → by the race's region (GB GBP, IRE EUR, else null). */
export function readPrize(raw: unknown, region: string, field: string, on?: OnUnreadable): Prize {
  const text = readText(raw, field, on, 40)
  if (text === null) return none
  const parts = printed.exec(text)
  const amount = parts === null ? null : canonicalDecimal((parts[2] ?? '').replaceAll(',', '') + (parts[3] ?? ''))
  if (amount === null) {
    on?.(field, raw)
    return none
  }
  return { amount, currency: signs[parts?.[1] ?? ''] ?? regions[region] ?? null }
}
