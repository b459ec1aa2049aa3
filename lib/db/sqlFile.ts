import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The text of a statement that lies beside the code which owns it: `sqlFile(import.meta.url, './sql/moveOffset.sql')`.
 * Read once, at import; a missing file is a broken build and throws then.
 */
export function sqlFile(owner: string, path: string): string {
  return readFileSync(fileURLToPath(new URL(path, owner)), 'utf8')
}

/** The same for a module with many statements in its folder `sql`: `const statement = sqlFiles(import.meta.url)`, then `statement('drift')`. */
export const sqlFiles =
  (owner: string) =>
  (name: string): string =>
    sqlFile(owner, `./sql/${name}.sql`)
