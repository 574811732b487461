import * as z from 'zod';

/** How to look for agents: a dry run writes nothing. */
export const discoveryRequestSchema = z.strictObject({ dryRun: z.boolean().default(false) });
