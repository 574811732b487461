import * as z from 'zod';
import { versionStatuses } from '../domain/catalogue.ts';
import { paging } from './query.ts';

export const listVersionsQuery = z.strictObject({
  agentType: z.string().min(1).max(63).optional(),
  status: z.enum(versionStatuses).optional(),
  ...paging,
});
