import { withoutArns } from '../error-words.ts';
import type { AgentReasonCode } from '../reasons.ts';

/*
 * What documents of AWS print. They print for people, in words of their own that may change with any SSM Agent: what is read here explains
 * an outcome, and never decides whether it was a success.
 */

export interface ForeignOutput {
  /** The version that it found; undefined where it does not say. */
  readonly oldVersion?: string;
  /** Did it find the wanted version there, and therefore do nothing? */
  readonly wasThere?: boolean;
  /** Why it did not do it, where its words tell. */
  readonly reason?: AgentReasonCode;
  /** What went wrong, in its own words: at most 200 characters, on one line, without ARNs. */
  readonly error?: string;
}

/** Words that SSM Agent prints, and the reason that they tell. */
export type Telling = readonly (readonly [RegExp, AgentReasonCode])[];

/** SSM Agent puts this between a plugin's two streams (aws/amazon-ssm-agent, agent/framework/processor/executer/iohandler/iohandler.go). */
const ERROR_TITLE = '\n----------ERROR-------\n';

/** The standard and the error output of a plugin, of whose 2,500 characters either may be cut at its end. */
export function streamsOf(output: string): { readonly out: string; readonly errors: string } {
  const at = output.lastIndexOf(ERROR_TITLE);
  if (at === -1) return { out: output, errors: '' };
  return { out: output.slice(0, at), errors: output.slice(at + ERROR_TITLE.length) };
}

const MOST_WORDS = 200;

/** What went wrong, by these words; nothing where there are none. */
export function failureOf(words: string, telling: Telling): Pick<ForeignOutput, 'error' | 'reason'> {
  const error = withoutArns(words).replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS);
  const reason = telling.find(([pattern]) => pattern.test(words))?.[1];
  return { ...(error !== '' && { error }), ...(reason && { reason }) };
}
