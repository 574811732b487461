import * as z from 'zod';
import { paging } from './query.ts';

export const listJobEventsQuery = z.strictObject(paging);
