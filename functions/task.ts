import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { jobIdSchema } from './domain/job.ts';
import { queueSchema } from './domain/queues.ts';
import { logger } from './log.ts';

/** Fields that the workflow's tasks are given. */
export const jobInput = z.object({ jobId: jobIdSchema });
export const queueInput = jobInput.extend({ queue: queueSchema });

/**
 * A function that Step Functions, EventBridge or a schedule invokes: parse, run, answer.
 * Whatever it throws is logged and thrown on, since the workflow retries and catches by the error's name.
 * @param logged what the log gets of the input
 */
export function task<Input, Output>(
  input: z.ZodType<Input>,
  run: (input: Input) => Promise<Output>,
  logged: (input: Input) => unknown = withoutToken,
): (event: unknown, context: Context) => Promise<Output> {
  return async (event, { awsRequestId }) => {
    const log = logger.createChild({ persistentKeys: { requestId: awsRequestId } });
    try {
      const parsed = input.parse(event);
      const output = await run(parsed);
      log.info('done', { input: logged(parsed), output: withoutToken(output) });
      return output;
    } catch (error) {
      log.error('failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
}

/** A task token lets its holder answer for a job. */
function withoutToken(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'token'));
}
