import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { systemClock } from './clock.ts';
import { followUpgrade, type UpgradeJob } from './launch/follow-upgrade.ts';
import { launch } from './launch.ts';

const optionsSchema = z.object({
  agents: z.coerce.number().int().min(1).max(200).default(12),
  target: z.string().default('1.5.0'),
  json: z.boolean().default(false),
  'without-events': z.boolean().default(false),
});

const flags = {
  agents: { type: 'string' },
  target: { type: 'string' },
  json: { type: 'boolean' },
  /** Loses every event, to show that the job ends right by polling. */
  'without-events': { type: 'boolean' },
} as const;

/**
 * `npm run demo`: brings up the whole product and a fleet of real agents at 1.4.2, posts one request, shows how it goes, and asks every agent
 * itself which version it runs. Exit code 0 only where each of them answers with the target, healthy.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: flags });
  const { agents, target, json, 'without-events': withoutEvents } = optionsSchema.parse(values);
  // With --json standard output is the job alone; people read the rest.
  const say = (text: string) => (json ? process.stderr : process.stdout).write(`${text}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const log = createWriteStream(join(folder, 'functions.log'));

  say(`Starting the stack and ${agents} agents at 1.4.2 …`);
  const stopping = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopping.reject(new Error(`Stopped by ${signal}.`)));
  const launching = launch({
    agents,
    folder,
    onOutput: (name, text) => log.write(`${name}: ${text}`),
    onProblem: say,
    ...(withoutEvents && { eventFault: () => 'lose' as const }),
  });
  try {
    const launched = await Promise.race([launching, stopping.promise]);
    const names = launched.fleet.map(({ agentUuid }) => agentUuid);
    const job = await Promise.race([
      followUpgrade({
        baseUrl: launched.stack.baseUrl,
        token: launched.tokens.operator,
        agentUuids: names,
        targetVersion: target,
        clock: systemClock,
        say,
      }),
      stopping.promise,
    ]);
    if (json) process.stdout.write(`${JSON.stringify(job)}\n`);
    return report(
      job,
      await Promise.all(launched.fleet.map(async ({ agentUuid, health }) => ({ agentUuid, health: await health() }))),
      say,
    );
  } finally {
    await launching.then((launched) => launched.stop());
  }
}

interface Asked {
  readonly agentUuid: string;
  readonly health: { readonly version: string; readonly healthy: boolean } | undefined;
}

/** Says what the job tells and what the agents themselves tell; answers the exit code. */
function report(job: UpgradeJob, asked: readonly Asked[], say: (text: string) => void): number {
  say('');
  for (const { agentUuid, oldVersion, newVersion, status, reason, error } of job.agents) {
    say(
      `  ${agentUuid.padEnd(8)} ${oldVersion ?? '-'} -> ${newVersion ?? '-'}  ${status}  ${reason}${error === null ? '' : `: ${error}`}`,
    );
  }
  const wrong = asked.filter(({ health }) => health?.version !== job.targetVersion || !health.healthy);
  const healthy = asked.filter(({ health }) => health?.healthy).length;
  say(`\nJob ${job.id}: ${job.status} (${job.reason}).`);
  say(
    `Asked themselves, ${asked.length - wrong.length} of ${asked.length} agents run ${job.targetVersion}, and ${healthy} are healthy.`,
  );
  return job.status === 'success' && wrong.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(2);
  },
);
