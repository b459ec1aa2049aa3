// Question: is the simulator ever the bottleneck of a ten-year benchmark? Races made per second on one core, memory over ten years,
// how long a day takes that nobody asked for before, and how many days a second come over HTTP.
// Run: npm run bench simulator
import { fileURLToPath } from 'node:url'
import { addDays } from '../services/simulator/calendar.js'
import { openGeneratedHistory } from '../services/simulator/generated/generatedHistory.js'
import { startSimulator } from '../services/simulator/main.js'
import { main, type Figures } from './support/main.js'

const later = new Date('2027-01-01T00:00:00Z')
const mb = () => Math.round(process.memoryUsage().rss / 1e6)

/** Measures the simulator; throws when its own answers are wrong. Rates are per second, times in ms, memory in MB (whole process). */
async function benchSimulator(): Promise<Figures> {
  const results = tenYearsOfResults()
  const cards = aYearOfCards()
  const [resultDay, cardDay] = coldDays()
  const http = await overHttp()
  // What a benchmark of ten years asks for: every day's results, and cards from 2023-01-23 on (a quarter of the races).
  const racesPerSecond = Math.round(1.25 / (1 / results.resultsPerSecond + 0.25 / cards.cardsPerSecond))
  return { racesPerSecond, ...results, ...cards, coldResultDayMs: resultDay, coldCardDayMs: cardDay, ...http }
}

function tenYearsOfResults() {
  const history = openGeneratedHistory(1)
  let [races, runners, peak, early] = [0, 0, 0, 0]
  const began = performance.now()
  for (let day = 0; day < 3949; day++) {
    for (const race of history.results(addDays('2015-01-01', day), later)) {
      races += 1
      runners += (race.read()['runners'] as unknown[]).length
    }
    if (day === 365) early = mb()
    if (day % 50 === 0) peak = Math.max(peak, mb())
  }
  const seconds = (performance.now() - began) / 1000
  if (races < 140_000 || races > 165_000) throw new Error(`ten years have ${races} races, expected about 150,000`)
  if (runners / races < 9 || runners / races > 10.2)
    throw new Error(`a race has ${runners / races} runners, expected about 9.6`)
  return {
    races,
    runners,
    resultsPerSecond: Math.round(races / seconds),
    memoryAfterOneYear: early,
    memoryPeakOfTenYears: peak,
  }
}

function aYearOfCards() {
  const history = openGeneratedHistory(1)
  let cards = 0
  const began = performance.now()
  for (let day = 0; day < 365; day++) {
    for (const race of history.racecards(addDays('2024-01-01', day), later)) {
      if ((race.read()['runners'] as unknown[]).length > 0) cards += 1
    }
  }
  return { cards, cardsPerSecond: Math.round(cards / ((performance.now() - began) / 1000)) }
}

/** Medians over days of fresh histories, so that nothing is kept from the day before. */
function coldDays(): readonly [number, number] {
  const median = (work: (day: string) => void) => {
    const times = Array.from({ length: 15 }, (_, i) => {
      const began = performance.now()
      work(addDays('2023-02-01', i * 61))
      return performance.now() - began
    }).sort((a, b) => a - b)
    return Math.round(times[7] ?? 0)
  }
  return [
    median((day) =>
      openGeneratedHistory(1)
        .results(day, later)
        .forEach((race) => race.read()),
    ),
    median((day) =>
      openGeneratedHistory(1)
        .racecards(day, later)
        .forEach((race) => race.read()),
    ),
  ]
}

async function overHttp() {
  const began = performance.now()
  const simulator = await startSimulator({ now: '2026-01-01', rate: null })
  const startMs = performance.now() - began
  const headers = { authorization: `Basic ${btoa('simulator:simulator')}` }
  const days = Array.from({ length: 200 }, (_, i) => addDays('2020-03-01', i))
  const from = performance.now()
  let races = 0
  for (const day of days) {
    const response = await fetch(`${simulator.url}/v1/results?start_date=${day}&end_date=${day}&limit=100`, { headers })
    races += ((await response.json()) as { results: unknown[] }).results.length
  }
  const seconds = (performance.now() - from) / 1000
  await simulator.stop()
  if (races < 200 * 25) throw new Error(`200 days had ${races} races over HTTP`)
  return {
    startMs: Math.round(startMs),
    httpDaysPerSecond: Math.round(days.length / seconds),
    httpRacesPerSecond: Math.round(races / seconds),
  }
}

await main(fileURLToPath(import.meta.url), 10, benchSimulator)
