import * as z from 'zod';

/** The parameters of paths, by the name that routes.ts gives them. */
export const pathParameters: Readonly<Record<string, z.ZodType>> = {
  jobId: z.string().meta({ description: 'The id of a job.', example: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D' }),
  agentUuid: z.string().meta({ description: 'The name of an agent.', example: 'item1' }),
  agentType: z.string().meta({ description: 'The name of an agent type.', example: 'demo-agent' }),
  version: z.string().meta({ description: 'A version of the agent type.', example: '1.5.0' }),
};

/** The header that asks to wait. */
export const prefer = z.string().optional().meta({
  description:
    '`wait=N` answers when the job has ended, or after N seconds, 25 at most; `Preference-Applied` tells how many. What cannot be read is ignored (RFC 7240).',
  example: 'wait=20',
});

/** The header that asks only for what the caller has not yet. */
export const ifNoneMatch = z.string().optional().meta({
  description: 'The `ETag` of an answer that you have: if it would be the same, 304 comes without a body.',
  example: '"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"',
});

/** The header that makes a repeat answer with the first job. */
export const idempotencyKey = z
  .string()
  .optional()
  .meta({
    description:
      'Any text of 1 to 255 printable characters: a repeat with the same key and body answers with the first job, for 24 hours.',
    override: { type: 'string', pattern: '^[\\x20-\\x7e]{1,255}$' },
    example: 'deploy-2026-03-01',
  });
