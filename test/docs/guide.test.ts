/** What people copy out of the documents works: SQL is run, commands exist, links lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../../cli/commands.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)] // prettier-ignore
const read = (path: string) => readFileSync(join(root, path), 'utf8')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the verification queries of the guide', async () => {
  const pool = database.pool('racing')
  const [sql = ''] = [...read('docs/guide.md').matchAll(/```sql\n([^]*?)```/g)].map((one) => one[1])
  const statements = sql.split(/;\n/).filter((statement) => statement.trim() !== '')
  expect(statements.length).toBeGreaterThan(5)
  const client = await pool.connect()
  await client.query('SET search_path = racing, fetching, log, public')
  for (const statement of statements) await client.query(statement)
  client.release()
})

test.each(documents)('%s names commands that there are, and files that are there', (path) => {
  const text = read(path)
  const known = new Set(commands.map((one) => one.name))
  const named = [...text.matchAll(/(?:npx |`)darkhorses ([a-z-]+)/g)].map((one) => one[1] ?? '')
  expect(named.filter((name) => !known.has(name))).toEqual([])
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((one) => one[1] ?? '')
  expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([])
})
