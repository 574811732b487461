import * as z from 'zod';

/** `?scope=all`, or `?scope=tag:site=berlin`. Which there are the freezes themselves tell. */
export const deleteFreezeQuery = z.strictObject({ scope: z.string().optional() });
