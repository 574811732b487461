import * as z from 'zod';
import { agentReasonSchema } from '../agent-reason.ts';
import type { AgentType } from '../agent-type.ts';
import type { CatalogueVersion } from '../catalogue.ts';

/*
 * Recipe `package`: an agent that comes as a plain archive. The documents are in lib/documents; here is what they are sent and
 * how their first line of output is read.
 */

/** Versions name folders on the node: the document's own pattern for `Version`. */
export const isPackageVersion = (version: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/.test(version);

/** Commands and URLs travel as base64url, so that no parameter holds more than one plain word for a shell. */
const word = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

export interface Attempt {
  readonly id: string;
  readonly notAfter: Date;
}

/** What the recipe can take back, for people who are about to ask for it. */
export const takesBack =
  'Each node switches back to the version from before, of which it keeps a copy; data that the agent has written since stays as it is.';

/** @param artifact undefined for a rollback: the node keeps the version from before. */
export function changeParameters(
  agentType: AgentType,
  action: 'upgrade' | 'reinstall' | 'rollback',
  version: string,
  artifact: CatalogueVersion['artifact'] | undefined,
  attempt: Attempt,
): Record<string, string> {
  return {
    Action: action,
    NotAfter: String(Math.floor(attempt.notAfter.getTime() / 1000)),
    Version: version,
    ...(artifact && { ArtifactUrl: word(artifact.url), Sha256: artifact.sha256 }),
    RestartCommand: word(agentType.restartCommand),
    HealthTimeoutSeconds: String(agentType.healthTimeoutSeconds),
    ...reportParameters(agentType, attempt.id),
  };
}

export function reportParameters(agentType: AgentType, attemptId: string): Record<string, string> {
  return {
    AttemptId: attemptId,
    AgentType: agentType.name,
    VersionCommand: word(agentType.versionCommand),
    HealthCommand: word(agentType.healthCommand),
    InstallRoot: word(agentType.installRoot),
  };
}

const version = z.string().min(1).max(64).nullable().catch(null);

const resultSchema = z.object({
  fleetUpgrade: z.literal(1),
  attemptId: z.string(),
  outcome: z.enum(['success', 'failed']),
  /** A reason that this release does not know is still a failure on the node. */
  reason: agentReasonSchema.catch('INTERNAL_ERROR'),
  oldVersion: version,
  newVersion: version,
  healthy: z.boolean(),
  message: z.string(),
});
/** What the script says of one attempt. */
export type NodeResult = z.infer<typeof resultSchema>;

const reportSchema = z.object({
  fleetUpgrade: z.literal(1),
  report: z.literal(true),
  version,
  healthy: z.boolean(),
  attempt: z.object({
    id: z.string(),
    state: z.enum(['none', 'running', 'done']),
    result: resultSchema.nullable().catch(null),
  }),
});
/** What the probe says of a node. */
export type NodeReport = z.infer<typeof reportSchema>;

/** The result of this attempt; undefined where the output has none. */
export function readResult(output: string, attemptId: string): NodeResult | undefined {
  const result = resultSchema.safeParse(firstLine(output));
  return result.success && result.data.attemptId === attemptId ? result.data : undefined;
}

/** The report about this attempt; undefined where the output has none. */
export function readReport(output: string, attemptId: string): NodeReport | undefined {
  const report = readAnyReport(output);
  return report?.attempt.id === attemptId ? report : undefined;
}

/** The report, whichever attempt it was asked about; undefined where the output has none. */
export function readAnyReport(output: string): NodeReport | undefined {
  const report = reportSchema.safeParse(firstLine(output));
  return report.success ? report.data : undefined;
}

function firstLine(output: string): unknown {
  try {
    return JSON.parse(output.slice(0, output.indexOf('\n') === -1 ? undefined : output.indexOf('\n')));
  } catch {
    return undefined; // The output is whatever the node printed: no JSON means no result, which the caller handles.
  }
}
