import { Command, CommanderError } from 'commander'
import { messageOf, RacingError } from '../lib/errors.js'
import { version } from '../lib/version.js'
import { surviveClosedOutput } from './closedOutput.js'
import { commands } from './commands.js'
import { tellExampleAfterError, UsageError } from './usage.js'

async function program(name: string | undefined): Promise<Command> {
  const root = new Command('darkhorses')
    .description('British and Irish racing data: fetched once, kept as events, projected into Postgres')
    .version(version(), '-V, --version', 'the version of this program')
    .exitOverride()
    .showHelpAfterError('(see darkhorses --help; for example darkhorses status)')
    .configureOutput({ outputError: (text, write) => write(text.startsWith('error:') ? text : `error: ${text}`) })
  for (const described of commands) {
    const command = root.command(described.name).description(described.description)
    command.exitOverride()
    // Completion tells the words of all of them.
    if (described.name === name || name === 'completion') {
      ;(await described.load()).define(command)
      tellExampleAfterError(command)
    }
  }
  return root
}

/** What a failure means for the exit code: 2 wrong usage, 1 anything else. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return error instanceof UsageError ? 2 : 1
}

/** What to tell of a failure. A package with missing files has a remedy that its own error does not name. */
function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
  return missing && messageOf(error).includes('node_modules')
    ? 'The packages in node_modules are damaged: delete that folder and try again, it is installed anew.'
    : messageOf(error)
}

/** Runs the command line. Never throws: an expected failure is one sentence on stderr and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  surviveClosedOutput()
  try {
    const root = await program(argv.find((word) => !word.startsWith('-')))
    if (argv.length === 0) root.help({ error: true })
    await root.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    if (error instanceof CommanderError) return
    console.error(`error: ${sentenceOf(error)}`)
    if (!(error instanceof RacingError) && error instanceof Error && process.env['LOG_LEVEL'] === 'debug')
      console.error(error.stack)
  }
}
