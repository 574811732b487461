import * as z from 'zod';
import { agentReasonSchema, progressReasonSchema } from './agent-reason.ts';
import type { AgentResult } from './results.ts';

/** Which agents of a job are wanted: all of what is given must hold. */
export const resultFilterSchema = z.strictObject({
  status: z.enum(['success', 'failed', 'excluded']).optional(),
  /** A reason to end with, or one to be on the way with. */
  reason: z.enum([...agentReasonSchema.options, ...progressReasonSchema.options]).optional(),
});
export type ResultFilter = z.infer<typeof resultFilterSchema>;

export const isWantedResult = ({ status, reason }: ResultFilter, result: AgentResult): boolean =>
  (status === undefined || status === result.status) && (reason === undefined || reason === result.reason);
