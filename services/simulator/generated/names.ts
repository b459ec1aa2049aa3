/** Words of names. Lists of 128, 128 and 64 words make 2²⁰ different names of horses. */
const first =
  'Silver Golden Royal Dark Bright Wild Noble Secret Gallant Lucky Proud Swift Silent Crimson Amber Velvet Northern Southern Western Eastern Arctic Desert Ocean River Mountain Forest Winter Summer Autumn Spring Midnight Morning Evening Twilight Sunny Stormy Misty Frosty Thunder Lightning Crystal Diamond Emerald Ruby Sapphire Pearl Ivory Copper Iron Steel Marble Granite Flint Cedar Willow Rowan Hazel Laurel Heather Bramble Clover Poppy Saffron Ginger Honey Sugar Pepper Cherry Damson Quince Juniper Bonny Merry Jolly Happy Gentle Brave Bold Grand Mighty Little Young Old Distant Hidden Ancient Modern Sacred Magic Mystic Cosmic Lunar Solar Stellar Regal Imperial Dashing Daring Dancing Flying Racing Running Rolling Roaring Whispering Singing Laughing Smiling Dreaming Wandering Roving Sailing Soaring Gliding Blazing Burning Shining Glowing Sparkling Rising Falling Turning Chasing Hunting Fabled Storied Gilded Painted'.split(
    ' ',
  )
const second =
  'Knight Prince Duke Baron Earl King Queen Lady Lord Bishop Abbot Monk Friar Squire Archer Lancer Hussar Dragoon Soldier Sailor Captain Major Colonel General Admiral Piper Fiddler Drummer Dancer Singer Poet Painter Player Rambler Wanderer Rover Ranger Hunter Fisher Falcon Eagle Hawk Raven Swallow Robin Wren Lark Swan Heron Otter Badger Fox Hare Stag Lion Tiger Panther Bear Wolf Salmon Dolphin Star Moon Sun Comet Planet Cloud Storm Breeze Gale Wind Rain Snow Frost Ice Fire Flame Ember Ash Oak Elm Thorn Rose Lily Orchid Tulip Daisy Fern Moss Meadow Valley Hill Ridge Peak Canyon Island Harbour Bay Cove Bridge Castle Tower Palace Abbey Manor Garden Orchard Road Lane Path Journey Voyage Mission Quest Promise Wish Dream Vision Legend Story Song Melody Rhythm Echo Whisper Spirit Courage Glory Honour Victory Treasure Bounty'.split(
    ' ',
  )
const third =
  '|My|The|One|Dear|Sir|Miss|Mister|Our|Ever|True|Pure|Just|Only|Some|Any|High|Low|Far|Near|Fair|Fine|Good|Great|Holy|Keen|Kind|Last|Late|Long|Lost|Mad|New|Next|Odd|Pale|Quick|Rare|Red|Blue|Green|Black|White|Grey|Rich|Ripe|Rough|Safe|Sharp|Sheer|Shy|Slow|Smart|Soft|Still|Strong|Sure|Sweet|Tall|Tough|Vast|Warm|Wise|Zany'.split(
    '|',
  )

/** A name for an index below 2²⁰, different for each: an odd multiplier permutes the indices. */
export function horseName(index: number): string {
  const mixed = (Math.imul(index, 0x9e375) + 0x3c6ef) & 0xfffff
  const [a, b, c] = [first[mixed & 127], second[(mixed >>> 7) & 127], third[mixed >>> 14]]
  return c === '' ? `${a} ${b}` : `${c} ${a} ${b}`
}

const given =
  'James John David Paul Mark Peter Andrew Robert Michael Richard Thomas William Daniel Joseph Patrick Sean Kevin Brian Declan Conor Ryan Adam Luke Jack Harry George Oliver Charlie Ben Sam Tom Joe Jamie Callum Liam Shane Donal Eoin Cathal Niall Emma Sarah Rachel Hollie Laura Lucy Hannah Amy Megan Sophie Kate Jane Mary Anna Ruth Helen Alice Grace Nicola Gina Ciaran Darragh Fergal Gavin'.split(
    ' ',
  )
const family =
  'Smith Jones Taylor Brown Walker Wright Hughes Evans Murphy Kelly Byrne Ryan Doyle Walsh Nolan Power Casey Burke Foley Quinn Carroll Moore Hayes Flynn Dunne Whelan Keane Barry Roche Mullins Harper Fisher Cooper Turner Parker Bennett Marsh Stone Field Wood Hill Dale Brook Ford Lane Gate Bourne Holt Shaw Marlow Ashby Kirby Selby Thorpe Denton Horton Weston Norton Sutton Clifton Milton Hilton Felton Dalton Alcott Bexley Cotter Dempsey Egan Fallon Gleeson Hanlon Irwin Joyce Kiernan Lawlor Maher Neville Prior Quirke Redmond Scully Tierney Upton Vaughan Wheeler Yeates Abbott Baxter Carver Drake Ellis Frost Grant Hobbs Ingram Jarvis Knox Lowther Mercer Nash Osborne Pitt Quayle Rowley Skelton Tasker Usher Varley Webber Yarrow Ambrose Bolger Crowley Deegan Enright Furlong Geraghty Hogan Kavanagh Lacey Mangan Nugent'.split(
    ' ',
  )

/** A person's name for an index; some people share one, as people do, and many carry an initial against it. */
export function personName(index: number): string {
  const [a, b] = [given[index % 64] ?? '', family[Math.floor(index / 64) % family.length] ?? '']
  const rest = Math.floor(index / 64 / family.length) % 27
  return rest < 16 ? `${a} ${b}` : `${a} ${String.fromCharCode(64 + rest)} ${b}`
}

const companies = ['Racing', 'Partnership', 'Syndicate', 'Bloodstock', 'Thoroughbreds', 'Racing Club', 'Partners']

/** An owner's name: a person, a couple, a company or a partnership. */
export function ownerName(index: number): string {
  const kind = index % 5
  const base = Math.floor(index / 5)
  if (kind === 0) return personName(base * 3 + 1)
  if (kind === 1) return `Mr & Mrs ${personName(base * 7 + 2)}`
  if (kind === 2) return `${personName(base * 5)} & Partner`
  const words = `${first[base % 128]} ${second[Math.floor(base / 128) % 128]}`
  const number = Math.floor(base / 16_384)
  return `${words} ${companies[base % 7]}${number === 0 ? '' : ` ${number + 1}`}`
}

/** Colours, their codes in profiles, and how common they are. */
export const colours = [
  { colour: 'b', code: 'B', share: 0.72 },
  { colour: 'ch', code: 'CH', share: 0.14 },
  { colour: 'gr', code: 'GR', share: 0.07 },
  { colour: 'br', code: 'BR', share: 0.04 },
  { colour: 'b/br', code: 'BB', share: 0.02 },
  { colour: 'bl', code: 'BL', share: 0.01 },
] as const

export const sexWords: Readonly<Record<string, string>> = { G: 'gelding', M: 'mare', F: 'filly', C: 'colt', H: 'horse' }
