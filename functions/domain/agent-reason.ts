import * as z from 'zod';
import { type AgentReasonCode, agentReasons, type ProgressReasonCode, progressReasons } from './reasons.ts';

/** A reason with which an agent of a job can end. */
export const agentReasonSchema = z.enum(Object.keys(agentReasons) as [AgentReasonCode, ...AgentReasonCode[]]);

/** A reason with which an agent of a job can be on its way. */
export const progressReasonSchema = z.enum(
  Object.keys(progressReasons) as [ProgressReasonCode, ...ProgressReasonCode[]],
);
