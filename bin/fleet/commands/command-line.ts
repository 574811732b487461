import type { Command } from 'commander';
import type { Session } from '../connection/session.ts';
import type { World } from '../world.ts';

/** What a command answers: its exit code, or nothing where it simply went well. */
type Ending = Promise<number | undefined>;

/** What each command is added to. */
export interface CommandLine {
  readonly program: Command;
  readonly world: World;
  /** Runs a command with a session for its options. */
  inSession(command: Command, run: (session: Session) => Ending): Promise<void>;
}

/** Examples below a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ fleet ${line}`).join('\n')}\n`;
