/** One runner's rows out of its entry on the newest card and its entry in the newest result (docs/domain.md, "When sources meet"). */
import { nameKey } from './horseName.js'
import { nonRunnerKey } from './nonRunners.js'
import { isRun, isWithdrawn } from './position.js'
import type { Mention } from './mentions.js'
import type { CardRunner, ResultRunner, SharedRunner } from './readings.js'
import type { DateText, Millis, ResultRow, RunnerRow } from './rows.js'

type Pair = readonly [id: string | null, name: string | null]

function agree(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && nameKey(a) === nameKey(b))
}

/**
 * Id and name of a person: the result's, else the card's, column by column; but the card's id never goes with another
 * person's name, nor its name with another's id: that would be a jockey nobody named.
 */
function person(id: string | null, name: string | null, cardId: string | null, cardName: string | null): Pair {
  if (id === null) return name === null || agree(name, cardName) ? [cardId, name ?? cardName] : [null, name]
  return [id, name ?? (id === cardId ? cardName : null)]
}

/** Evidence that a horse did not take part, and no result that has it running. Absence from a result is no evidence. */
function isNonRunner(
  card: CardRunner | undefined,
  result: ResultRunner | undefined,
  name: string | null,
  named: ReadonlySet<string>,
): boolean {
  if (result !== undefined && isRun(result.position_code)) return false
  return (
    card?.number?.toUpperCase() === 'NR' ||
    card?.jockey_non_runner === true ||
    result?.jockey_non_runner === true ||
    (result !== undefined && isWithdrawn(result.position_code)) ||
    (name !== null && named.size > 0 && named.has(nonRunnerKey(name)))
  )
}

type JockeyColumns = Pick<RunnerRow, 'jockey_id' | 'jockey_name' | 'jockey_claim_lbs'>

function jockeyOf(card: CardRunner | undefined, result: ResultRunner | undefined): JockeyColumns {
  if (result === undefined || card === undefined || result.jockey_non_runner) {
    const only: SharedRunner | undefined = result ?? card
    return {
      jockey_id: only?.jockey_id ?? null,
      jockey_name: only?.jockey_name ?? null,
      jockey_claim_lbs: only?.jockey_claim_lbs ?? null,
    }
  }
  const [id, name] = person(result.jockey_id, result.jockey_name, card.jockey_id, card.jockey_name)
  const sameRider = id === null ? agree(name, card.jockey_name) : id === card.jockey_id
  return {
    jockey_id: id,
    jockey_name: name,
    jockey_claim_lbs: result.jockey_claim_lbs ?? (sameRider ? card.jockey_claim_lbs : null),
  }
}

/** The row of a runner on the newest card, in the newest result, or in both. */
export function runnerRow(
  raceId: string,
  mention: Mention,
  card: CardRunner | undefined,
  result: ResultRunner | undefined,
  resultAt: Millis | null,
  named: ReadonlySet<string>,
): RunnerRow {
  const horseName = result?.horse_name ?? card?.horse_name ?? null
  const jockey = jockeyOf(card, result)
  const trainer = person(
    result?.trainer_id ?? null,
    result?.trainer_name ?? null,
    card?.trainer_id ?? null,
    card?.trainer_name ?? null,
  )
  const owner = person(
    result?.owner_id ?? null,
    result?.owner_name ?? null,
    card?.owner_id ?? null,
    card?.owner_name ?? null,
  )
  return {
    race_id: raceId,
    horse_id: mention.horse_id,
    horse_name: horseName,
    number: result?.number ?? card?.number ?? null,
    draw: result?.draw ?? card?.draw ?? null,
    age: result?.age ?? card?.age ?? null,
    sex: result?.sex ?? card?.sex ?? null,
    sex_code: result?.sex_code ?? card?.sex_code ?? null,
    colour: card?.colour ?? null,
    dob: card?.dob ?? null,
    region: result?.region ?? card?.region ?? null,
    weight_lbs: result?.weight_lbs ?? card?.weight_lbs ?? null,
    weight_st_lbs: result?.weight_st_lbs ?? card?.weight_st_lbs ?? null,
    headgear: result?.headgear ?? card?.headgear ?? null,
    headgear_run: card?.headgear_run ?? null,
    wind_surgery: card?.wind_surgery ?? null,
    wind_surgery_run: card?.wind_surgery_run ?? null,
    jockey_id: jockey.jockey_id,
    jockey_name: jockey.jockey_name,
    jockey_claim_lbs: jockey.jockey_claim_lbs,
    trainer_id: trainer[0],
    trainer_name: trainer[1],
    trainer_location: card?.trainer_location ?? null,
    owner_id: owner[0],
    owner_name: owner[1],
    sire_id: result?.sire_id ?? card?.sire_id ?? null,
    dam_id: result?.dam_id ?? card?.dam_id ?? null,
    damsire_id: result?.damsire_id ?? card?.damsire_id ?? null,
    form: card?.form ?? null,
    last_run: card?.last_run ?? null,
    // Declared: the card's own rating, also when it has none. Only a runner the newest card lacks takes the result's.
    ofr: card === undefined ? (result?.official_rating ?? null) : card.ofr,
    rpr: card?.rpr ?? null,
    ts: card?.ts ?? null,
    comment: card?.comment ?? null,
    spotlight: card?.spotlight ?? null,
    trainer_rtf: card?.trainer_rtf ?? null,
    trainer_14_days: card?.trainer_14_days ?? null,
    past_results_flags: card?.past_results_flags ?? null,
    odds: card?.odds ?? null,
    quotes: card?.quotes ?? null,
    medical: card?.medical ?? null,
    stable_tour: card?.stable_tour ?? null,
    prev_trainers: card?.prev_trainers ?? null,
    prev_owners: card?.prev_owners ?? null,
    silk_url: result?.silk_url ?? card?.silk_url ?? null,
    is_non_runner: isNonRunner(card, result, horseName, named),
    position: result?.position ?? null,
    position_code: result?.position_code ?? null,
    distance_beaten: result?.btn_text ?? null,
    overall_beaten_distance: result?.ovr_btn ?? null,
    finishing_time: result?.time_display ?? null,
    finishing_time_seconds: result?.time_seconds ?? null,
    prize_won: result?.prize_won ?? null,
    starting_price: result?.sp ?? null,
    starting_price_decimal: result?.sp_decimal ?? null,
    bsp_decimal: result?.bsp_decimal ?? null,
    race_comment: result?.comment ?? null,
    result_updated_at: result === undefined ? null : resultAt,
    created_at: mention.first_at,
    updated_at: mention.last_at,
  }
}

/** The row of a runner dropped from the card: its key, and that it is no runner; everything else null. */
export function droppedRow(raceId: string, mention: Mention): RunnerRow {
  return { ...runnerRow(raceId, mention, undefined, undefined, null, new Set()), is_non_runner: true }
}

/** The row of ra_race_results: the result's own values, nothing filled from the card. */
export function resultRow(raceId: string, date: DateText, mention: Mention, result: ResultRunner): ResultRow {
  return {
    race_id: raceId,
    race_date: date,
    horse_id: mention.horse_id,
    horse_name: result.horse_name,
    jockey_id: result.jockey_id,
    jockey_name: result.jockey_name,
    jockey_claim_lbs: result.jockey_claim_lbs,
    trainer_id: result.trainer_id,
    trainer_name: result.trainer_name,
    owner_id: result.owner_id,
    owner_name: result.owner_name,
    sire_id: result.sire_id,
    dam_id: result.dam_id,
    damsire_id: result.damsire_id,
    number: result.number,
    draw: result.draw,
    age: result.age,
    sex: result.sex_code,
    weight_lbs: result.weight_lbs,
    weight_st_lbs: result.weight_st_lbs,
    headgear: result.headgear,
    position: result.position,
    position_code: result.position_code,
    sp: result.sp,
    sp_decimal: result.sp_decimal,
    bsp_decimal: result.bsp_decimal,
    is_favourite: result.is_favourite,
    btn: result.btn,
    ovr_btn: result.ovr_btn,
    time_seconds: result.time_seconds,
    time_display: result.time_display,
    official_rating: result.official_rating,
    rpr: result.rpr,
    tsr: result.tsr,
    prize_won: result.prize_won,
    prize_currency: result.prize_currency,
    comment: result.comment,
    silk_url: result.silk_url,
    created_at: mention.result_first_at ?? mention.first_at,
    updated_at: mention.result_last_at ?? mention.last_at,
  }
}
