import { Command, Option } from 'commander';
import * as z from 'zod';
import { addAgents } from './commands/agents.ts';
import { type CommandLine, examples } from './commands/command-line.ts';
import { addCompletion } from './commands/completion.ts';
import { addDiscover } from './commands/discover.ts';
import { addExport } from './commands/export.ts';
import { addFreeze } from './commands/freeze.ts';
import { addJob } from './commands/job.ts';
import { addJobs } from './commands/jobs.ts';
import { addLogin } from './commands/login.ts';
import { addReport } from './commands/report.ts';
import { addRetry } from './commands/retry.ts';
import { addRollback } from './commands/rollback.ts';
import { addSteering } from './commands/steering.ts';
import { addUpgrade } from './commands/upgrade.ts';
import { addVersions } from './commands/versions.ts';
import { openSession, outputs } from './connection/session.ts';
import { endOf, exitCodes } from './failures.ts';
import { seconds } from './options/duration.ts';
import type { World } from './world.ts';

const globalsSchema = z.object({
  output: z.enum(outputs),
  url: z.string().optional(),
  profile: z.string().optional(),
  timeout: z.number().optional(),
});

const EXITS = `
Exit codes: 0 success, 1 the job or an agent failed, 2 usage, 3 refused, 4 timed out, 5 the API did not answer.
`;

/** Runs one command line, without the program's name, and answers the exit code. Results go to standard output, all else to standard error. */
export async function fleet(args: readonly string[], world: World): Promise<number> {
  let code: number = exitCodes.success;
  const program = newProgram(world);
  const line: CommandLine = {
    program,
    world,
    inSession: async (command, run) => {
      const { timeout, ...globals } = globalsSchema.parse(command.optsWithGlobals());
      const session = openSession({ ...globals, ...(timeout !== undefined && { timeout }) }, world);
      code = (await run(session)) ?? exitCodes.success;
    },
  };
  for (const add of commands) add(line);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const end = endOf(error);
    if (end.message !== undefined) world.stderr.write(`${end.message}\n`);
    return end.code;
  }
}

const commands: readonly ((line: CommandLine) => void)[] = [
  addUpgrade,
  addJobs,
  addJob,
  addSteering,
  addRetry,
  addRollback,
  addReport,
  addAgents,
  addVersions,
  addFreeze,
  addDiscover,
  addExport,
  addLogin,
  addCompletion,
];

function newProgram({ stdout, stderr }: World): Command {
  return new Command('fleet')
    .description('Upgrades fleets of agents.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .addOption(new Option('--output <form>', 'how results are written').choices(outputs).default('table'))
    .option('--url <url>', 'the deployment; FLEET_URL')
    .option('--profile <name>', 'a deployment that fleet login knows; FLEET_PROFILE')
    .option('--timeout <duration>', 'how long the command may take at most: 30m', seconds)
    .addHelpText(
      'after',
      `${examples('upgrade --agents item1,item2 --to 1.5.0 --wait', 'jobs --status running', 'job upgrade-job-01JZ8Q… --watch')}${EXITS}`,
    );
}
