import type { BatchAgent, Ending } from './batch.ts';
import type { NodeReport } from './node-result.ts';
import type { Aim } from './outcome.ts';
import type { Invocation } from './ports.ts';
import type { ForeignOutput } from './recipes/foreign-output.ts';

/*
 * What came of a command that ran a document of AWS. It knows no attempt and prints for people: the probe tells what runs now, and what
 * the document printed only explains it.
 */

/** Ended by the document itself; after any other end, such as a timeout, what it began may go on. */
const isOverForGood = (command: Invocation | undefined): command is Invocation =>
  command?.over === true && ['Success', 'Failed'].includes(command.detail);

/** How long what is seen of a node says little. */
export interface Doubts {
  /** Has the document had all the time that it may take, however its command ended, or can it no longer begin? */
  readonly isOverdue: boolean;
  /** Has the agent had the time to become healthy since the document ended? */
  readonly hadTime: boolean;
}

/** What a probe's report comes to; undefined while the document may still change the node, or the agent is still coming up. */
export function endingOfForeign(
  { version, healthy }: NodeReport,
  agent: BatchAgent,
  aim: Aim,
  command: Invocation | undefined,
  said: ForeignOutput,
  { isOverdue, hadTime }: Doubts,
): Ending | undefined {
  // While it runs it may still take back what it has brought.
  if (command?.over !== true && !isOverdue) return undefined;
  const isThere = version !== null && aim.reports.includes(version);
  const oldVersion = isThere && said.wasThere ? version : (said.oldVersion ?? agent.oldVersion);
  const found = { oldVersion, newVersion: version };
  if (isThere && healthy) {
    if (aim.action !== 'reinstall') return { reason: whySucceeded(version, oldVersion, aim), ...found };
    // To be there proves nothing where it may have been there before.
    if (command?.detail === 'Success') return { reason: said.wasThere ? 'NOT_REINSTALLED' : 'UPGRADED', ...found };
  }
  if (!isOverForGood(command) && !isOverdue) return undefined;
  if (!hadTime && (!healthy || command?.detail === 'Success')) return undefined;
  return { reason: whyFailed(healthy, command, said), error: inWords(command, said, version, healthy), ...found };
}

function whySucceeded(version: string, oldVersion: string | null, { action }: Aim): Ending['reason'] {
  if (action === 'rollback') return 'ROLLED_BACK';
  return version === oldVersion ? 'ALREADY_CURRENT' : 'UPGRADED';
}

function whyFailed(healthy: boolean, command: Invocation | undefined, said: ForeignOutput): Ending['reason'] {
  // Whoever was at it may have left it between two versions: that is not what this command did.
  if (said.reason === 'NODE_BUSY') return said.reason;
  if (!healthy) return 'AGENT_UNHEALTHY';
  if (!isOverForGood(command)) return 'NOT_UPGRADED';
  // Where it takes the version for installed, it does nothing, however often it is asked.
  if (command.detail === 'Failed' || said.wasThere) return said.reason ?? 'PACKAGE_FAILED';
  return said.reason ?? 'NOT_UPGRADED';
}

function inWords(command: Invocation | undefined, said: ForeignOutput, version: string | null, healthy: boolean) {
  const words = said.error ?? (said.wasThere ? 'it took the version for installed' : undefined);
  const ended = `The command ended as "${command?.detail ?? 'Not Listed'}"${words === undefined ? '' : `: ${words}`}`;
  return `${ended}; asked later, the node reports ${version ?? 'no version'}, ${healthy ? 'healthy' : 'not healthy'}.`;
}
