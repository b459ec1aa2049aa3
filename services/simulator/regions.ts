/** Regions the API knows, as `/v1/courses/regions` lists them. */
export const regions: readonly { readonly region: string; readonly region_code: string }[] = [
  ['Argentina', 'arg'],
  ['Australia', 'aus'],
  ['Austria', 'aut'],
  ['Bahrain', 'bhr'],
  ['Belgium', 'bel'],
  ['Brazil', 'brz'],
  ['Canada', 'can'],
  ['Chile', 'chi'],
  ['Denmark', 'den'],
  ['France', 'fr'],
  ['Germany', 'ger'],
  ['Great Britain', 'gb'],
  ['Holland', 'hol'],
  ['Hong Kong', 'hk'],
  ['Hungary', 'hun'],
  ['India', 'ind'],
  ['Ireland', 'ire'],
  ['Italy', 'ity'],
  ['Japan', 'jpn'],
  ['Malaysia', 'mal'],
  ['New Zealand', 'nz'],
  ['Norway', 'nor'],
  ['Qatar', 'qa'],
  ['Saudi Arabia', 'ksa'],
  ['Singapore', 'sin'],
  ['South Africa', 'saf'],
  ['South Korea', 'kor'],
  ['Spain', 'spa'],
  ['Sweden', 'swe'],
  ['Switzerland', 'swi'],
  ['Turkey', 'tur'],
  ['United Arab Emirates', 'uae'],
  ['United States of America', 'usa'],
  ['Uruguay', 'uru'],
].map(([region, region_code]) => ({ region: region ?? '', region_code: region_code ?? '' }))

const nameByCode = new Map(regions.map((entry) => [entry.region_code, entry.region]))

/** The name of a region by its code in any case; null for a code the API does not know. */
export function regionName(code: string): string | null {
  return nameByCode.get(code.toLowerCase()) ?? null
}
