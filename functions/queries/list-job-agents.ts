import * as z from 'zod';
import { paging } from './query.ts';

export const listJobAgentsQuery = z.strictObject(paging);
