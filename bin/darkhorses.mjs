#!/usr/bin/env node
// The command. Plain JavaScript on purpose: it must run before anything is installed or built.
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `error: darkhorses needs Node 20.19 or newer, and this is ${process.versions.node}. Install a newer Node and try again.`,
  )
  process.exit(1)
}

// Newer ones say what they are; without it the Postgres client loads the web's fetch to find out.
globalThis.navigator ??= { userAgent: `Node.js/${major}` }
const root = dirname(dirname(fileURLToPath(import.meta.url)))
// Compiled code is kept where Node can (22 and newer): a command that lists something should answer at once.
module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'darkhorses'))
const { ensureInstalled } = await import('../scripts/ensureInstalled.mjs')
const { ensureBuilt } = await import('../scripts/ensureBuilt.mjs')
try {
  await ensureInstalled({ dev: false })
  await ensureBuilt()
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
// Whoever debugs sees the lines of the sources in stack traces; reading the maps takes everybody else's time.
if (process.env.LOG_LEVEL === 'debug') process.setSourceMapsEnabled(true)
const [, , flag, script] = process.argv
if (flag === '--node' && script !== undefined) {
  process.argv.splice(1, 3, join(root, 'dist', script))
  await import(pathToFileURL(join(root, 'dist', script)).href)
} else {
  const { main } = await import(pathToFileURL(join(root, 'dist', 'command', 'main.js')).href)
  await main(process.argv.slice(2))
}
