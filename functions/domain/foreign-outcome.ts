import type { BatchAgent, Ending } from './batch.ts';
import type { NodeReport } from './node-result.ts';
import type { Aim } from './outcome.ts';
import type { Invocation } from './ports.ts';
import type { ForeignOutput } from './recipes/recipe.ts';

/*
 * What came of a command that ran a document of AWS. It knows no attempt and prints for people: the probe tells what runs now, and what
 * the document printed only explains it.
 */

/** Ended by the document itself; after any other end, such as a timeout, what it began may go on. */
const isOverForGood = (command: Invocation | undefined): boolean =>
  command?.over === true && ['Success', 'Failed'].includes(command.detail);

/**
 * What a probe's report comes to; undefined while the document may still change the node.
 * @param isOverdue has the document had all the time that it may take, however its command ended?
 */
export function endingOfForeign(
  { version, healthy }: NodeReport,
  agent: BatchAgent,
  { reports, action }: Aim,
  command: Invocation | undefined,
  said: ForeignOutput,
  isOverdue: boolean,
): Ending | undefined {
  const oldVersion = said.oldVersion ?? agent.oldVersion;
  const isThere = version !== null && reports.includes(version);
  // To be there proves nothing where it may have been there before.
  if (isThere && healthy && (action !== 'reinstall' || command?.detail === 'Success')) {
    const changed = action === 'rollback' ? 'ROLLED_BACK' : 'UPGRADED';
    const reason = version === oldVersion && action === 'upgrade' ? 'ALREADY_CURRENT' : changed;
    return { reason, oldVersion, newVersion: version };
  }
  if (!isOverForGood(command) && !isOverdue) return undefined;
  const found = `the node reports ${version ?? 'no version'}, ${healthy ? 'healthy' : 'not healthy'}`;
  const error = `The command ended as "${command?.detail ?? 'Not Listed'}"${said.error === undefined ? '' : `: ${said.error}`}; asked later, ${found}.`;
  return { reason: whyFailed(healthy, command), error, oldVersion, newVersion: version };
}

function whyFailed(healthy: boolean, command: Invocation | undefined): Ending['reason'] {
  if (!healthy) return 'AGENT_UNHEALTHY';
  return command?.detail === 'Failed' ? 'PACKAGE_FAILED' : 'NOT_UPGRADED';
}
