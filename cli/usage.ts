import type { Command } from 'commander'
import { RacingError } from '../lib/errors.js'

/** The command was called in a way that cannot be meant: exit 2, with the valid range and an example. */
export class UsageError extends RacingError {
  readonly code = 'USAGE'
  readonly retriable = false
}

/** The first example in a command's help. */
function exampleOf(command: Command): string | undefined {
  let text = ''
  const output = command.configureOutput()
  command.configureOutput({ ...output, writeOut: (part) => (text += part), getOutHasColors: () => false })
  command.outputHelp()
  command.configureOutput(output)
  return /^Examples?[^:\n]*:\s*(\S.*)$/m.exec(text)?.[1]
}

/** Words that a command does not understand are answered with the help to read and an example, of the command itself. */
export function tellExampleAfterError(command: Command): void {
  for (const one of [command, ...command.commands]) {
    const path = one === command ? command.name() : `${command.name()} ${one.name()}`
    const example = exampleOf(one) ?? exampleOf(command)
    one.showHelpAfterError(`(see darkhorses ${path} --help${example === undefined ? '' : `; for example ${example}`})`)
  }
}
