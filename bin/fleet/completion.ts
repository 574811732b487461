import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may come after the words of a command: `agents get`. */
interface Place {
  /** The words of the command, without the program's name. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

/** The script that a shell reads to complete `fleet`. */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program, []);
  switch (shell) {
    case 'bash':
      return bashScript(places);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(places)}`;
    case 'fish':
      return fishScript(places);
  }
}

function placesOf(command: Command, path: readonly string[]): Place[] {
  const help = command.createHelp();
  const below = command.commands.filter((child) => child.name() !== 'help');
  const words = [
    ...below.map((child) => ({ word: child.name(), about: child.summary() || child.description() })),
    ...[...help.visibleOptions(command), ...(path.length > 0 ? help.visibleGlobalOptions(command) : [])]
      .filter(({ long }) => long !== undefined && long !== null)
      .map(({ long, description }) => ({ word: long ?? '', about: description })),
  ];
  return [{ path: path.join(' '), words }, ...below.flatMap((child) => placesOf(child, [...path, child.name()]))];
}

/** All words are commands' and options' own names: letters and dashes, nothing that a shell reads. */
function bashScript(places: readonly Place[]): string {
  const cases = places.map(({ path, words }) => `    '${path}') words='${words.map(({ word }) => word).join(' ')}' ;;`);
  const known = places.map(({ path }) => `|${path}`).join('');
  return `_fleet() {
  local path='' words='' next
  for next in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case '${known}|' in
      *"|\${path:+$path }$next|"*) path="\${path:+$path }$next" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _fleet fleet
`;
}

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words }) => {
    const when =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return words.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c fleet -n '${when}' ${what} -d '${about.replace(/[\\']/g, '\\$&')}'`;
    });
  });
  return `${lines.join('\n')}\n`;
}
