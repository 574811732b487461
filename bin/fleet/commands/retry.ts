import { InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { agentReasonSchema } from '../../../functions/domain/agent-reason.ts';
import { answered } from '../connection/answer.ts';
import { type RolloutOptions, rolloutOf, withRolloutOptions } from '../options/rollout.ts';
import { list } from '../options/values.ts';
import { type CommandLine, examples } from './command-line.ts';
import { confirm } from './confirmation.ts';
import { showJob } from './job-result.ts';

interface RetryOptions extends RolloutOptions {
  readonly reasons?: z.infer<typeof agentReasonSchema>[];
  readonly note?: string;
  readonly simulate?: true;
  readonly idempotencyKey?: string;
  readonly wait?: true;
  readonly yes?: true;
}

function reasons(text: string): z.infer<typeof agentReasonSchema>[] {
  const parsed = z.array(agentReasonSchema).safeParse(list(text));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Reasons of agents, such as AGENT_OFFLINE,DOWNLOAD_FAILED.');
}

/** `fleet retry ID`: a new job of the agents that failed. */
export function addRetry({ program, inSession }: CommandLine): void {
  const command = program.command('retry').argument('<id>', 'the job');
  withRolloutOptions(command)
    .summary("take up a job's failed agents in a new job")
    .description('Makes a new job of the agents that failed.')
    .option('--reasons <codes>', 'only agents that failed for one of these: AGENT_OFFLINE', reasons)
    .option('--note <text>', 'your own words, shown with the job')
    .option('--simulate', 'plan it and look at the agents, but send nothing')
    .option('--idempotency-key <key>', 'a repeat with the same key answers the first job')
    .option('--wait', 'wait for the end, and end with 0 only where all agents succeeded')
    .option('--yes', 'ask nothing')
    .addHelpText('after', examples('retry upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D --reasons AGENT_OFFLINE --wait'))
    .action((jobId: string, options: RetryOptions) =>
      inSession(command, async (session) => {
        const { reasons, note, simulate, wait = false, yes } = options;
        const { idempotencyKey = session.world.newKey() } = options;
        const rollout = rolloutOf(options);
        if (simulate !== true) await confirm(session.world, `Retry the failed agents of ${jobId}?`, yes);
        const body = {
          ...(reasons !== undefined && { reasons }),
          ...(note !== undefined && { note }),
          ...(rollout !== undefined && { rollout }),
          ...(simulate && { simulated: true }),
        };
        const params = { path: { jobId }, header: { 'Idempotency-Key': idempotencyKey } };
        const answer = await session.client.POST('/api/v1/upgrade-jobs/{jobId}/retry', { params, body });
        return showJob(session, answered(answer), wait);
      }),
    );
}
