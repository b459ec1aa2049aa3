/**
 * What makes two course names the same place for the coordinates file: brackets left out, letters and digits alone, any
 * case, `Bangor` = `Bangor-on-Dee`: `Southwell (AW)` = `Southwell`, `Limerick (IRE)` = `Limerick`.
 */
export function courseKey(name: string): string {
  const key = name
    .replace(/\([^()]*\)/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return key === 'bangor' ? 'bangorondee' : key
}
