import { CommanderError } from 'commander';

/** What the process ends with, for pipelines. */
export const exitCodes = {
  success: 0,
  /** The job, or one of its agents, failed. */
  failed: 1,
  usage: 2,
  /** The API refused the request, or there is no token for it. */
  refused: 3,
  timedOut: 4,
  /** The API could not be reached, or broke: nothing is known of the job. */
  unavailable: 5,
  /** Ctrl-C, as shells have it. */
  interrupted: 130,
} as const;
type Kind = Exclude<keyof typeof exitCodes, 'success' | 'failed'>;

/** A command ends here; the message is a sentence for people. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly kind: Kind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Commander has said itself what is wrong, or has shown the help that was asked for. */
const isHelp = ({ code }: CommanderError) => code === 'commander.helpDisplayed' || code === 'commander.version';

/** The exit code of what was thrown, and what is left to say about it. Throws again what nobody expects. */
export function endOf(error: unknown): { readonly code: number; readonly message: string | undefined } {
  if (error instanceof Failure) return { code: exitCodes[error.kind], message: error.message };
  if (error instanceof CommanderError)
    return { code: isHelp(error) ? exitCodes.success : exitCodes.usage, message: undefined };
  throw error;
}
