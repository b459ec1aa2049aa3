import type { Command } from 'commander'
import { UsageError } from '../usage.js'

interface Words {
  readonly name: string
  readonly words: readonly string[]
}

const shells = ['bash', 'zsh', 'fish'] as const

function bash(all: readonly Words[]): string {
  const cases = all.map((one) => `    ${one.name}) words="${one.words.join(' ')}" ;;`).join('\n')
  return `# eval "$(darkhorses completion bash)"
_darkhorses() {
  local words="${all.map((one) => one.name).join(' ')}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${cases}
    *) words="" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _darkhorses darkhorses
`
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap((one) => [
    `complete -c darkhorses -n __fish_use_subcommand -f -a ${one.name}`,
    ...one.words.map((word) =>
      word.startsWith('--')
        ? `complete -c darkhorses -n '__fish_seen_subcommand_from ${one.name}' -l ${word.slice(2)}`
        : `complete -c darkhorses -n '__fish_seen_subcommand_from ${one.name}' -f -a ${word}`,
    ),
  ])
  return `# darkhorses completion fish | source\n${lines.join('\n')}\n`
}

/** Zsh runs bash's completions. */
const zsh = (all: readonly Words[]) =>
  `# eval "$(darkhorses completion zsh)"\nautoload -U +X compinit && compinit -u\nautoload -U +X bashcompinit && bashcompinit\n${bash(all)}`

/** Words that complete each command: its subcommands and long options, read from the commands themselves. */
const wordsOfAll = (root: Command): Words[] =>
  root.commands.map((one) => {
    const optionsOf = (of: Command) => of.options.flatMap((option) => (option.long == null ? [] : [option.long]))
    const words = [
      ...one.commands.map((part) => part.name()),
      ...new Set([...optionsOf(one), ...one.commands.flatMap(optionsOf), '--help']),
    ]
    return { name: one.name(), words }
  })

/** Completion for shells. */
export function define(command: Command): Command {
  return command
    .argument('[shell]', shells.join(', '), 'bash')
    .addHelpText('after', '\nExample, for ~/.bashrc:\n  eval "$(darkhorses completion bash)"')
    .action((shell: string) => {
      const write = { bash, zsh, fish }[shell]
      if (write === undefined)
        throw new UsageError(
          `There is completion for ${shells.join(', ')}, for example darkhorses completion zsh; not for ${shell}.`,
        )
      process.stdout.write(write(wordsOfAll(command.parent ?? command)))
    })
}
