import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { projectRoot } from '../../lib/projectRoot.js'
import type { ConsumerTask } from './consumerProcess.js'

export interface Child {
  /** Resolves with the first line that matches, now or later. */
  says(line: RegExp): Promise<string>
  tell(line: string): void
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void
  end(): Promise<void>
}

/** Transpiles what the process needs into a folder of its own, below node_modules so that packages are found. */
async function buildConsumer(): Promise<string> {
  const root = projectRoot(dirname(fileURLToPath(import.meta.url)))
  await mkdir(join(root, 'node_modules', '.cache'), { recursive: true })
  const out = await mkdtemp(join(root, 'node_modules', '.cache', 'consumer-'))
  const files = (await readdir(join(root, 'lib'), { recursive: true })).map((file) => join('lib', file))
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const own = ['consumerProcess.ts', 'follower.ts'].map((file) => join('test', 'contract', file))
  await build({
    absWorkingDir: root,
    entryPoints: [...sources, ...own],
    outdir: out,
    outbase: root,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  })
  for (const file of files.filter((one) => one.endsWith('.sql'))) await cp(join(root, file), join(out, file))
  await writeFile(join(out, 'package.json'), '{"type":"module"}\n')
  return out
}

/** Starts a consumer in a process of its own. */
export async function startConsumerProcess(task: ConsumerTask): Promise<Child> {
  const folder = await buildConsumer()
  const child = spawn(process.execPath, [join(folder, 'test', 'contract', 'consumerProcess.js')], {
    env: { ...process.env, CONSUMER: JSON.stringify(task) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const look of waiting) look()
  })
  return {
    says: (line) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find((one) => line.test(one))
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    tell: (line) => child.stdin.write(`${line}\n`),
    signal: (name) => child.kill(name),
    end: async () => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}
