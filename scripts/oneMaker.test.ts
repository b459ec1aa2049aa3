import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { oneMaker } from './oneMaker.mjs'

let folder: string
let lock: string
let product: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'darkhorses-making-'))
  lock = join(folder, 'lock')
  product = join(folder, 'product')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isMissing = () => !existsSync(product)
const make = () => writeFileSync(product, 'made')

/** A process that makes the product in two steps with a pause between them, as a build does, and then reads it. */
const maker = () => `
  import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs'
  import { oneMaker } from ${JSON.stringify(new URL('./oneMaker.mjs', import.meta.url).href)}
  const [product, lock] = ${JSON.stringify([product, lock])}
  await oneMaker(() => !existsSync(product), async () => {
    appendFileSync(product + '.part', 'made by ' + process.pid + ';')
    await new Promise((resolve) => setTimeout(resolve, 200))
    renameSync(product + '.part', product)
  }, lock)
  process.stdout.write(readFileSync(product, 'utf8'))`

function run(): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', maker()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  return new Promise((resolve) => child.once('close', () => resolve(stdout)))
}

test('of six processes that miss it at once one makes it, and all find it whole', async () => {
  const read = await Promise.all(Array.from({ length: 6 }, run))
  expect(new Set(read).size).toBe(1)
  expect(read[0]).toMatch(/^made by \d+;$/)
  expect(existsSync(lock)).toBe(false)
})

test('what is there is not made, and nothing is locked', async () => {
  make()
  await oneMaker(isMissing, () => expect.unreachable(), join(folder, 'no', 'such', 'folder'))
})

test('the lock of a process that was killed is taken over', async () => {
  writeFileSync(lock, String(spawnSync(process.execPath, ['--eval', '0']).pid))
  await oneMaker(isMissing, make, lock)
  expect(readFileSync(product, 'utf8')).toBe('made')
})

test('who waits for long is told for what, once', async () => {
  const told = vi.spyOn(console, 'error').mockReturnValue()
  writeFileSync(lock, String(process.pid))
  let waited = 0
  const wait = (ms: number) => {
    waited += ms
    if (waited === 10_000) rmSync(lock)
    return Promise.resolve()
  }
  await oneMaker(isMissing, make, lock, wait)
  expect(existsSync(product)).toBe(true)
  expect(waited).toBe(10_000)
  expect(told.mock.calls).toEqual([[expect.stringContaining(lock)]])
  told.mockRestore()
})

test.each([
  ['of a process killed before it wrote its number', ''],
  ['whose number is another process by now', String(process.pid)],
])('an old lock %s is taken over', async (_, content) => {
  writeFileSync(lock, content)
  const old = new Date(Date.now() - 3600_000)
  utimesSync(lock, old, old)
  await oneMaker(isMissing, make, lock)
  expect(existsSync(product)).toBe(true)
})

test('a making that fails is told, and leaves no lock', async () => {
  const failing = oneMaker(isMissing, () => Promise.reject(new Error('no space left')), lock)
  await expect(failing).rejects.toThrow('no space left')
  expect(existsSync(lock)).toBe(false)
  await oneMaker(isMissing, make, lock)
  expect(existsSync(product)).toBe(true)
})
