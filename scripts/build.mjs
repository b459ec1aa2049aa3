// Transpiles cli, services, lib and scripts into dist/, file by file, and copies the SQL beside it.
// No bundling: stack traces name real files, and `import.meta.url` finds a statement next to its owner.
import { build } from 'esbuild'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = ['cli', 'services', 'lib', 'scripts', 'bench', 'test/support', 'test/contract']

async function files(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Builds everything once; a failed build leaves the old dist/ without its stamp, so that the next start builds again. */
export async function buildAll() {
  const all = (await Promise.all(sources.map(files))).flat()
  await rm(join(root, 'dist'), { recursive: true, force: true })
  await mkdir(join(root, 'dist'), { recursive: true })
  await build({
    entryPoints: all.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
    outdir: join(root, 'dist'),
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  })
  await Promise.all(
    all
      .filter((file) => file.endsWith('.sql') || file.endsWith('.json') || file.endsWith('.html'))
      .map((file) => cp(file, join(root, 'dist', relative(root, file)))),
  )
  await writeFile(join(root, 'dist', 'package.json'), '{"type":"module"}\n')
  await writeFile(join(root, 'dist', '.stamp'), new Date().toISOString())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll()
