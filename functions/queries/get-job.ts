import * as z from 'zod';
import { paging } from './query.ts';

/** A job answers all of its agents unless it is asked for a page of them. */
export const getJobQuery = z.strictObject({ limit: paging.limit.unwrap().optional(), cursor: paging.cursor });
