import type { Ending } from './batch.ts';
import type { Job } from './job.ts';
import type { NodeReport, NodeResult } from './node-result.ts';
import { agentReasons } from './reasons.ts';

/** What an attempt is to bring about. */
export interface Aim {
  readonly targetVersion: string;
  /** What an agent may report that runs the target version. */
  readonly reports: readonly string[];
  readonly action: Job['action'];
}

/** What a node's own result comes to. Success needs evidence: the target version, running and healthy. */
export function endingOfResult(
  result: NodeResult,
  { targetVersion, reports }: Pick<Aim, 'targetVersion' | 'reports'>,
): Ending {
  const { oldVersion, newVersion } = result;
  if (result.outcome === 'failed')
    return { reason: failureReason(result), error: result.message, oldVersion, newVersion };
  if (newVersion === null || !reports.includes(newVersion)) {
    return {
      reason: 'VERSION_MISMATCH',
      error: `The node reports ${newVersion ?? 'no version'} instead of ${targetVersion}.`,
      oldVersion,
      newVersion,
    };
  }
  if (!result.healthy) return { reason: 'AGENT_UNHEALTHY', error: result.message, oldVersion, newVersion };
  return { reason: successReason(result), oldVersion, newVersion };
}

/** A node that calls a failure by the name of a success is not believed, nor the other way round. */
const failureReason = ({ reason }: NodeResult): Ending['reason'] =>
  agentReasons[reason].status === 'success' ? 'INTERNAL_ERROR' : reason;
const successReason = ({ reason }: NodeResult): Ending['reason'] =>
  agentReasons[reason].status === 'success' ? reason : 'UPGRADED';

/**
 * What a probe's report comes to, or undefined while the attempt may still change the node: its script runs,
 * or it has not begun and may until `notAfter`.
 * @param commandDetail how the command ended in Systems Manager's words, for people
 */
export function endingOfReport(
  report: NodeReport,
  aim: Aim,
  attemptMayBegin: boolean,
  commandDetail: string,
): Ending | undefined {
  const { attempt, version, healthy } = report;
  if (attempt.state === 'done' && attempt.result !== null) return endingOfResult(attempt.result, aim);
  if (attempt.state === 'running' || (attempt.state === 'none' && attemptMayBegin)) return undefined;
  const said = `The command ended as "${commandDetail}"; asked later, the node reports ${version ?? 'no version'}, ${healthy ? 'healthy' : 'not healthy'}.`;
  if (!healthy) return { reason: 'AGENT_UNHEALTHY', error: said, newVersion: version };
  // To be at the target proves nothing where the target may have run before.
  if (aim.action === 'reinstall' && attempt.state === 'none')
    return { reason: 'NOT_UPGRADED', error: `${said} The attempt never began.`, newVersion: version };
  if (version !== null && aim.reports.includes(version)) return { reason: 'UPGRADED', newVersion: version };
  return { reason: 'NOT_UPGRADED', error: said, newVersion: version };
}
