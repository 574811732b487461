import * as z from 'zod';
import { type JobReasonCode, jobReasons } from './reasons.ts';

export const jobStatuses = ['pending', 'running', 'success', 'failed'] as const;

export const jobPhases = [
  'planning',
  'awaiting-approval',
  'scheduled',
  'running',
  'baking',
  'paused',
  'cancelling',
  'done',
] as const;

export const jobReasonSchema = z.enum(Object.keys(jobReasons) as [JobReasonCode, ...JobReasonCode[]]);
