import type { BookmakerFact, BookmakerType } from './entityFacts.js'

const names: Readonly<Record<BookmakerType, readonly string[]>> = {
  online: [
    'Bet365',
    'William Hill',
    'Ladbrokes',
    'Coral',
    'Paddy Power',
    'Betfair Sportsbook',
    'Sky Bet',
    'BetVictor',
    'Betfred',
    '888sport',
    'Unibet',
    'Betway',
    'BoyleSports',
    'Star Sports',
    '10 Bet',
    'Bet UK',
    'Livescore Bet',
    'Quinn Bet',
    'Pari Match',
    'V Bet',
    'Tote',
  ],
  exchange: ['Betfair Exchange', 'Betdaq', 'Matchbook', 'Smarkets'],
  spread: ['Spreadex', 'Sporting Index'],
}

/** A bookmaker's code: letters and digits of the name in lower case (`888 Sport` → `888sport`); `Betfair Exchange` is `betfair`. */
export function bookmakerCode(name: string): string {
  const code = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return code === 'betfairexchange' ? 'betfair' : code
}

/** The bookmakers of the reference list (docs/domain.md, section 2). */
export const knownBookmakers: readonly BookmakerFact[] = (['online', 'exchange', 'spread'] as const).flatMap((type) =>
  names[type].map((name) => ({ code: bookmakerCode(name), name, type, is_active: true })),
)

const known: ReadonlyMap<string, BookmakerFact> = new Map(
  knownBookmakers.map((bookmaker) => [bookmaker.code, bookmaker]),
)

/** The bookmaker of a name: as the reference list has it, else online and active under the name given. Null without a letter or digit. */
export function bookmakerOf(name: string): BookmakerFact | null {
  const code = bookmakerCode(name)
  if (code === '') return null
  return known.get(code) ?? { code, name, type: 'online', is_active: true }
}
