import type { JsonObject } from '../racingSource.js'
import { dateOfDay, isSummerTime } from '../calendar.js'
import { uniform } from './chance.js'
import { type CardStage, offAt } from './changes.js'
import { rungOf } from './market.js'
import type { PlannedRace } from './weekPlan.js'

/** Bookmakers as the vendor spells them, with each-way terms where it gives some, and whether they price early. */
const bookmakers: readonly {
  readonly name: string
  readonly places: string
  readonly part: string
  readonly early: boolean
  readonly kind: 'fixed' | 'exchange' | 'sp'
}[] =
  'Bet365+|Sky Bet+|Paddy Power+|William Hill+|888 Sport:2/4|Betfair Sportsbook|Bet Victor|Coral:1/1|Unibet|Spread Ex:1/1|Betfred+|Boyle Sports|10 Bet|Star Sports|Bet UK|Sporting Index|Livescore Bet|Quinn Bet:1/1|Betway|Ladbrokes:1/1|Pari Match|V Bet:1/1|Tote|Betfair Exchange|Matchbook'
    .split('|')
    .map((text) => {
      const [, name = text, plus, places = '', part = ''] = /^([^:+]+)(\+)?(?::(\d)\/(\d))?$/.exec(text) ?? []
      const kind = name === 'V Bet' ? 'sp' : name === 'Betfair Exchange' || name === 'Matchbook' ? 'exchange' : 'fixed'
      return { name, places, part, early: plus === '+', kind } as const
    })

/** Prices of a card's runners, one after the other. */
export type Quotes = (horse: number, fair: number) => readonly JsonObject[]

/**
 * The prices on a card at a stage: none when entered, a few bookmakers once declared, all of them from the evening before, and in the end
 * with the history of how they got there. `fair` is the price the market ends at. Times are the same for all runners of a race, so they are printed once.
 */
export function quotesFor(seed: number, race: PlannedRace, stage: CardStage, since: number): Quotes {
  if (stage === 'entered') return () => []
  const steps = stageSteps[stage]
  const off = offAt(race)
  const printed = londonClock(race)
  const quoting = bookmakers
    .filter((one) => stage !== 'declared' || one.early)
    .map((bookmaker, i) => {
      const updated = since + Math.floor(uniform(seed, 151, race.key, i) * 25 * 60_000)
      const past = bookmaker.early && stage !== 'declared' ? steps - 1 : 0
      const changes = Array.from({ length: past }, (_, before) =>
        printed(Math.min(updated, off) - (past - before) * 9 * hour + i * 60_000),
      )
      return { ...bookmaker, updated: printed(updated), changes }
    })
  return (horse, fair) => {
    // Prices drift towards the last one; each bookmaker errs a little.
    const drift = (uniform(seed, 152, race.key, horse) - 0.5) * 0.12
    const priceAt = (i: number, step: number): number => {
      const own = (uniform(seed, 153, horse, i * 8 + step) - 0.5) * 0.07
      return Math.max(1.08, (fair - 1) * (1 + drift * (4 - step) + own) + 1)
    }
    return quoting.map((bookmaker, i) => {
      const now = print(bookmaker.kind, priceAt(i, steps))
      return {
        bookmaker: bookmaker.name,
        fractional: now.fractional,
        decimal: now.decimal,
        ew_places: bookmaker.places,
        ew_denom: bookmaker.part,
        updated: bookmaker.updated,
        history: bookmaker.changes.map((changed_at, before) => ({
          changed_at,
          ...print('fixed', priceAt(i, before + 1)),
        })),
      }
    })
  }
}

const hour = 3_600_000
const stageSteps: Readonly<Record<CardStage, number>> = { entered: 0, declared: 1, priced: 2, morning: 3, final: 4 }

/** Bookmakers give whole numbers alone (`4` is 4/1); exchanges any decimal; one only the starting price. */
function print(kind: 'fixed' | 'exchange' | 'sp', price: number): { fractional: string; decimal: string } {
  if (kind === 'sp') return { fractional: 'SP', decimal: '0' }
  if (kind === 'fixed') return rungOf(price).printed
  const exact = Math.round(price * 106) / 100
  return { fractional: rungOf(exact).fraction, decimal: String(exact) }
}

/** Prints instants about a race as `2023-07-22 14:03:40` in London. Dates are made once a day, not once a price. */
function londonClock(race: PlannedRace): (at: number) => string {
  const shift = isSummerTime(race.day) ? hour : 0
  const dates = new Map<number, string>()
  return (at) => {
    const local = at + shift
    const day = Math.floor(local / (24 * hour))
    let date = dates.get(day)
    if (date === undefined) dates.set(day, (date = dateOfDay(day)))
    const second = Math.floor((local - day * 24 * hour) / 1000)
    const [h, m] = [Math.floor(second / 3600), Math.floor((second % 3600) / 60)]
    return `${date} ${twoDigits[h]}:${twoDigits[m]}:${twoDigits[second % 60]}`
  }
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
