/**
 * Under which key the content of an event is compared with what came before. The same race from `/results/today` lacks what
 * `/results` adds to it, so each endpoint is compared with itself; otherwise the two would take turns for ever.
 */
export function contentKey(kind: string, key: string): string {
  return kind === 'results_today' ? `${key}@today` : key
}
