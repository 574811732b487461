import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { type Demo, demoOf } from './demo-options.ts';
import { installed } from './launch/demo-kind.ts';
import { namesByKind } from './launch/demo-kinds.ts';
import { demoAgents } from './launch/demo-nodes.ts';
import { FleetApi } from './launch/fleet-api.ts';
import { type Launched, launch } from './launch.ts';
import type { Stage } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const complain = (error: unknown) =>
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);

/**
 * `npm run demo`: brings up the whole product and a fleet of real agents at 1.4.2, posts one request, or plays a scenario, shows how it
 * goes, and asks every agent itself which version it runs. Answers the exit code: 0 only where what is shown held.
 */
async function run({ agents, kinds, leftOut, json, withoutEvents, show }: Demo): Promise<number> {
  // With --json standard output is the last job alone; people read the rest.
  const say = (text: string) => (json ? process.stderr : process.stdout).write(`${text}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const log = createWriteStream(join(folder, 'functions.log'));
  const stopping = stopSignal();

  say(`Starting the stack and ${agents} agents at ${installed.version} …`);
  for (const line of [...namesByKind(demoAgents(agents, kinds)), ...leftOut]) say(`  ${line}`);
  const launching = launch({
    agents,
    kinds,
    folder,
    onOutput: (name, text) => log.write(`${name}: ${text}`),
    onProblem: say,
    ...(withoutEvents && { eventFault: () => 'lose' as const }),
  });
  try {
    const launched = await Promise.race([launching, stopping]);
    const { job, holds } = await Promise.race([show(stageOf(launched, say)), stopping]);
    if (json) process.stdout.write(`${JSON.stringify(job)}\n`);
    return holds ? 0 : 1;
  } finally {
    await launching.then((launched) => launched.stop());
  }
}

function stageOf({ stack, tokens, fleet }: Launched, say: Stage['say']): Stage {
  const api = new FleetApi({ baseUrl: stack.baseUrl, token: tokens.operator });
  return { api, fleet, ssm: stack.ssm, clock: systemClock, say };
}

/** Never answers; throws once this process is told to stop. */
function stopSignal(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
  });
}

/** 2 for a command line that cannot be used. */
async function main(): Promise<number> {
  let demo: Demo;
  try {
    demo = demoOf(process.argv.slice(2), scenarios);
  } catch (error) {
    complain(error);
    return 2;
  }
  return run(demo).catch((error: unknown) => {
    complain(error);
    return 1;
  });
}

process.exit(await main());
