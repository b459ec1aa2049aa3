const notInName = /[^\p{L}\p{N}]/gu
const suffix = /\s*\([A-Z]{2,3}\)\s*$/
const plain = /^[a-z0-9]*$/

/** What makes a name in the sentence and a runner's name equal: letters and digits alone, any case, no bred-in suffix. */
export function nonRunnerKey(name: string): string {
  const lower = name.replace(suffix, '').toLowerCase()
  return plain.test(lower) ? lower : lower.replace(notInName, '')
}

/**
 * The horses of a `non_runners` sentence, by `nonRunnerKey`:
 * `Darn Hot Time (self certificate, off feed), Moostar (withdrawn; unruly)` → darnhottime, moostar.
 * Split on commas outside brackets; a name may come without a reason. A bracket that never closes reaches to the end.
 */
export function readNonRunners(sentence: string | null): ReadonlySet<string> {
  const names = new Set<string>()
  if (sentence === null) return names
  let depth = 0
  let name = ''
  const add = () => {
    const key = nonRunnerKey(name)
    if (key !== '') names.add(key)
    name = ''
  }
  // Pieces between the three characters that matter, so that a sentence of a megabyte costs no more than its length.
  for (const [piece] of sentence.matchAll(/[(),]|[^(),]+/g)) {
    if (piece === '(') depth++
    else if (piece === ')') depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (piece === ',') add()
    else name += piece
  }
  add()
  return names
}
