import * as z from 'zod';
import { agentReasonSchema } from './agent-reason.ts';

/*
 * What our own documents print on a node: one line of JSON, and a log behind it.
 */

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
