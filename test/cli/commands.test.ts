/** Every command: documented, with an example in its help, and clear about wrong usage. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../cli/commands.js'
import { command } from '../support/command.js'

const reference = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8')
let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-usage-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const run = (args: readonly string[], environment: Record<string, string> = {}) =>
  command(args, { DARKHORSES_HOME: home, ...environment }).ended

/** The help of a command with what stands after it. */
function helpOf(one: Command): string {
  let text = ''
  one.configureOutput({ writeOut: (part) => (text += part) })
  one.outputHelp()
  return text
}

describe.each(commands.map((one) => [one.name, one] as const))('%s', (name, described) => {
  test('is in docs/reference.md, and its help has an example of itself', async () => {
    expect(reference).toMatch(new RegExp(`\\| \\\`([^|]*\\\`, \\\`)?${name}[ \`]`))
    const defined = (await described.load()).define(new Command(name))
    expect(helpOf(defined)).toMatch(new RegExp(`Examples?[^\\n]*:[\\s\\S]*(darkhorses ${name}|npm start)`))
    for (const part of defined.commands)
      expect(helpOf(part), part.name()).toMatch(new RegExp(`Examples?[^\\n]*:[\\s\\S]*darkhorses ${name}`))
  })
})

test('reference.md names no option that a command does not have', async () => {
  const missing: string[] = []
  for (const { name, load } of commands) {
    const defined = (await load()).define(new Command(name))
    const parts = [defined, ...defined.commands]
    const known = new Set(parts.flatMap((one) => one.options.flatMap((option) => [option.long, option.short])))
    for (const [, usage = ''] of reference.matchAll(new RegExp(`\`(${name}(?: [^\`]*)?)\``, 'g')))
      for (const [option] of usage.matchAll(/(?<=[\s[|])--?[a-z][a-z-]*/g))
        if (!known.has(option)) missing.push(`${name} ${option}`)
  }
  expect(missing).toEqual([])
})

test('reference.md has every environment variable', () => {
  const config = readFileSync(new URL('../../lib/config.ts', import.meta.url), 'utf8')
  const variables = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((one) => one[1] ?? '')
  expect(variables.length).toBeGreaterThan(20)
  expect(variables.filter((name) => !reference.includes(`\`${name}\``))).toEqual([])
})

test.each(commands.map((one) => one.name))(
  '%s with words it does not know ends with 2, its help and its example',
  async (name) => {
    const { code, stderr, stdout } = await run([name, '--no-such-option'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(
        `^error: unknown option '--no-such-option'[^]*\\n\\(see darkhorses ${name} --help; for example .*(${name}|npm start)`,
      ),
    )
  },
)

describe('wrong usage ends with 2, the valid range and an example', () => {
  test.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['status', '--nonsense'], /unknown option '--nonsense'/],
    [['status', 'too', 'many'], /too many arguments/],
    [['audit', '--start-date', '2025-02-30'], /no day 2025-02-30.*YYYY-MM-DD from 1988-01-01.*for example/],
    [['audit', '--start-date', 'yesterday'], /no day yesterday/],
    [['audit', '--start-date', '2025-03-02', '--end-date', '2025-03-01'], /after the end.*for example/],
    [['audit', '--end-date', '1987-12-31'], /before 1988-01-01/],
    [['audit', '--limit', '-1'], /--limit takes a whole number from 0 to 1000000, for example/],
    [
      ['validate', '--table', 'ra_horses'],
      /no table ra_horses\. For example --table ra_races; the tables are ra_races,/,
    ],
    [['watch', '--interval', '0'], /--interval takes a number from 0\.2 to 86400, for example --interval 5/],
    [['watch', '--interval', 'often'], /it is "often"/],
    [['watch', '--count', '1.5'], /--count takes a whole number/],
    [['wait', '--timeout', '-5'], /--timeout takes a number from 0 to/],
    [['wait', '--timeout', ''], /--timeout takes a number/],
    [['wait', '--group', 'nobody'], /no group nobody: for example --group projector/],
    [['tail', 'nothing'], /no topic nothing, for example results; there are racecards,/],
    [['tail', 'results', '-n', '1e9'], /--limit takes a whole number from 0 to 1000000/],
    [['tail'], /missing required argument 'topic'/],
    [['report'], /missing required argument 'run'/],
    [['completion', 'powershell'], /completion for bash, zsh, fish, for example/],
    [['dead-letters'], /Usage: darkhorses dead-letters/],
    [['dead-letters', 'retry'], /Say which to retry, in one way/],
    [['dead-letters', 'retry', '--all', '--cause', 'x'], /in one way/],
    [['dead-letters', 'show', 'results'], /TOPIC\/PARTITION\/OFFSET, for example results\/0\/4711/],
    [['dead-letters', 'show', "results/0/1'; DROP TABLE ra_races"], /TOPIC\/PARTITION\/OFFSET/],
    [['psql', '--url', '-c', 'SELECT 1'], /two things: for example/],
    [['psql', '--json'], /--json is for the rows of -c, for example/],
    [['psql', '-c'], /argument missing/],
    [['stop', '--timeout', 'soon'], /--timeout takes a number from 0 to 3600, for example --timeout 60; it is "soon"/],
    [['start', '--seed', 'x'], /--seed takes a whole number/],
    [['start', 'everything'], /too many arguments/],
    [['start', '--start-date'], /argument missing/],
    [
      ['simulator', '--port', '99999999'],
      /option port is 99999999: give an integer from 0 to 65535; for example .*--port 8099/,
    ],
    [['simulator', '--speed', '-1'], /option speed is -1: give a number of 0 or more; for example .*--speed 60/],
    [['simulator', '--rate', 'fast'], /option rate is no number: give requests per second.*; for example .*--rate 2/],
    [['simulator', '--days', '/no/such/folder'], /option days .* directory with racecards_pro_DATE.*; for example/],
    [['simulator', '--faults', 'x'], /option faults .*; for example/],
    [['rebuild', '--expect', 'nothing'], /--expect takes none, or the columns.*for example.*it is nothing/],
    [['rebuild', '--projection', 'races'], /--projection takes projector, entities, stats, for example.*no races/],
    [['schedule', 'run', 'nothing'], /no job nothing/],
    [['schedule', 'run'], /missing required argument/],
    [['stats', 'check', '--table', 'ra_races'], /no statistics in ra_races\. For example --table/],
    [['stats', 'nonsense'], /unknown command|too many arguments/],
    [['features'], /--race|--date/],
    [['features', '--date', '2025-02-30'], /no day 2025-02-30/],
    [['leak-audit', '--races', '0'], /--races takes a whole number/],
    [['migrate', 'down'], /too many arguments/],
    [['topics', 'results'], /too many arguments/],
    [['console', '--port', '80'], /unknown option '--port'/],
    [['fetcher', 'now'], /too many arguments/],
  ])('%j', async (args, message) => {
    const ended = await run(args)
    expect(ended.stderr).toMatch(message)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
  })
})

test('without a running system each command says so in a sentence, exit 1', async () => {
  for (const args of [
    ['status'],
    ['audit'],
    ['validate'],
    ['watch', '--count', '1'],
    ['report', 'x'],
    ['dead-letters', 'list'],
  ]) {
    const ended = await run(args)
    expect(ended, args.join(' ')).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^error: No database answers at .*npm start.*\n$/)
  }
})

test('check without anything running: what is there, what is not, and nothing wrong with that', async () => {
  const ended = await run(['check', '--json'])
  const found = JSON.parse(ended.stdout) as { check: string; state: string }[]
  expect(found.map((one) => one.check)).toEqual(['version', 'node', 'credentials', 'database', 'disk', 'clock'])
  expect(found.find((one) => one.check === 'database')?.state).toBe('none')
  const refused = await run(['check'], { DATABASE_URL: 'postgresql://me:secret-word@127.0.0.1:9/none' })
  expect(refused.code).toBe(1)
  expect(refused.stdout + refused.stderr).not.toContain('secret-word')
  expect(refused.stderr).toMatch(/database: is it running, and is DATABASE_URL right\?/)
})

test('the version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('completion names every command and is understood by bash', async () => {
  const { stdout } = await run(['completion', 'bash'])
  for (const { name } of commands) expect(stdout).toContain(name)
  const { execFileSync } = await import('node:child_process')
  const asked = `${stdout}\nCOMP_WORDS=(darkhorses dead-letters re) COMP_CWORD=2; _darkhorses; echo "\${COMPREPLY[@]}"`
  expect(execFileSync('bash', ['-c', asked], { encoding: 'utf8' }).trim()).toBe('retry')
})
