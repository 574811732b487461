import * as z from 'zod';
import { type JobReasonCode, jobReasons } from './reasons.ts';

export const jobReasonSchema = z.enum(Object.keys(jobReasons) as [JobReasonCode, ...JobReasonCode[]]);
