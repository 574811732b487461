import * as z from 'zod';
import { paging } from './query.ts';

/** How long a page is follows from what is in it. */
export const exportFleetQuery = z.strictObject({ cursor: paging.cursor });
