/**
 * Distance groups: the nearest half furlong, a tie going down: ceil(yards/110 − 0.5) halves (docs/domain.md, section 4).
 * A group is named by its yards (`distance_yards` = group × 220): 1,160 yd → 1,210 (5½f); 4,675 yd → 4,620 (21f).
 */

/** The group's yards, a multiple of 110; null without a distance, or under a quarter of a furlong. */
export function distanceGroup(yards: number | null): number | null {
  if (yards === null) return null
  const halves = Math.ceil((yards - 55) / 110)
  return halves >= 1 ? halves * 110 : null
}

/** A group as people write it: 1210 → `5½f`, 1870 → `1m½f`, 1760 → `1m`, 4400 → `2m4f`. */
export function distanceDisplay(groupYards: number): string {
  const halves = Math.round(groupYards / 110)
  const miles = Math.floor(halves / 16)
  const rest = halves - miles * 16
  const furlongs = rest === 0 ? '' : `${rest >= 2 ? Math.floor(rest / 2) : ''}${rest % 2 === 1 ? '½' : ''}f`
  return (miles > 0 ? `${miles}m` : '') + furlongs
}

/** A group as pedigree slots name it: 1210 → `5.5f`, 1760 → `8f`. */
export function distanceSlotName(groupYards: number): string {
  return `${Math.round(groupYards / 110) / 2}f`
}
