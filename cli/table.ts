function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one))
}

/** Rows as aligned columns under their names, with a line between and the number of rows below. */
export function table(rows: readonly Readonly<Record<string, unknown>>[], columns: readonly string[]): string {
  const texts = rows.map((row) => columns.map((column) => cell(row[column])))
  const widths = columns.map((column, i) => Math.max(column.length, ...texts.map((text) => text[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...texts.map(line),
    `(${rows.length} row${rows.length === 1 ? '' : 's'})`,
  ].join('\n')
}
