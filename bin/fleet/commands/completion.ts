import { Argument } from 'commander';
import { completionScript, type Shell, shells } from '../completion.ts';
import { type CommandLine, examples } from './command-line.ts';

/** `fleet completion bash|zsh|fish`. */
export function addCompletion({ program, world }: CommandLine): void {
  program
    .command('completion')
    .summary('write what a shell needs to complete fleet')
    .description('Writes the script with which a shell completes the commands and options of fleet.')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText('after', examples('completion bash > ~/.local/share/bash-completion/completions/fleet'))
    .action((shell: Shell) => {
      world.stdout.write(completionScript(program, shell));
    });
}
