const escaped = /["\\]/

/** A text as an element of an array that Postgres reads. */
export const textElement = (text: string): string =>
  `"${escaped.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`

/**
 * An array of texts as Postgres reads it, for a parameter `$1::text[]` of many elements: node-postgres writes the same, but looks at
 * each element four times.
 */
export const textArray = (texts: readonly string[]): string => `{${texts.map(textElement).join(',')}}`
