const escaped = /["\\]/

/**
 * An array of texts as Postgres reads it, for a parameter `$1::text[]` of many elements: node-postgres writes the same, but looks at
 * each element four times.
 */
export const textArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${escaped.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`).join(',')}}`
