/**
 * Remembers the last `most` values made, the least recently used goes first. What is kept changes nothing but the time:
 * `make` must be a function of the key alone.
 */
export function createKept<Key, Value>(most: number, make: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    const made = make(key)
    kept.set(key, made)
    if (kept.size > most) {
      const oldest = kept.keys().next()
      if (!oldest.done) kept.delete(oldest.value)
    }
    return made
  }
}
