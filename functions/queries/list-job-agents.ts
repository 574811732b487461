import * as z from 'zod';
import { resultFilterSchema } from '../domain/result-filter.ts';
import { paging } from './query.ts';

export const listJobAgentsQuery = z.strictObject({ ...resultFilterSchema.shape, ...paging });
