/** The rows of a pipe table, each a record of texts. */
export function tableOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trim().split('\n')
  const columns = head.split('|')
  return lines.map((line) => {
    const cells = line.split('|')
    if (cells.length !== columns.length) throw new Error(`${cells.length} cells, not ${columns.length}: ${line}`)
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] as string]))
  })
}
