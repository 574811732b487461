import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultBench } from './bench.ts';
import type { Play } from './fault.ts';

/** Two nodes lose their power in the middle of the upgrade, are back after 5 and 20 s, and never report how the command ended. */
export async function dyingNodes(bench: FaultBench): Promise<Play> {
  const agents = ['item7', 'item8', 'item9'];
  const played = await bench.caller.upgrade(agents, bench.nextVersion(), async () => {
    await untilBegun(bench, 'item7');
    await Promise.all([dieFor(bench, 'item7', 5), dieFor(bench, 'item8', 20)]);
  });
  return [played];
}

async function dieFor(bench: FaultBench, agentUuid: string, seconds: number): Promise<void> {
  await bench.die(agentUuid);
  await delay(seconds * 1000);
  await bench.revive(agentUuid);
}

/** A node loses its power in the middle of the upgrade, and is not seen again while the job runs. */
export async function lostNode(bench: FaultBench): Promise<Play> {
  const played = await bench.caller.upgrade(['item10', 'item11'], bench.nextVersion(), async () => {
    await untilBegun(bench, 'item10');
    await bench.die('item10');
  });
  await bench.revive('item10');
  const nodes = new Map([...played.nodes].filter(([agentUuid]) => agentUuid !== 'item10')); // which nobody can ask
  return [{ ...played, nodes }];
}

/** Until a command has begun on the agent's node, and some moments more, in which it gets to do something. */
async function untilBegun({ launched }: FaultBench, agentUuid: string): Promise<void> {
  const id = launched.fleet.find((agent) => agent.agentUuid === agentUuid)?.nodeId;
  const isRunning = () =>
    launched.stack.ssm
      .visibleCommands()
      .some(({ invocations }) => invocations.some((one) => one.instanceId === id && one.details === 'InProgress'));
  while (!isRunning()) await delay(50);
  await delay(300);
}

/** Clocks of nodes that are an hour ahead or behind, or are set to that while the upgrade runs. */
export async function jumpingNodes(bench: FaultBench): Promise<Play> {
  const set = (agentUuid: string, seconds: number) =>
    writeFileSync(join(bench.directory(agentUuid), 'clock-offset'), String(seconds));
  const agents = ['item1', 'item2', 'item3', 'item4', 'item5', 'item6'];
  try {
    set('item1', 3600);
    set('item2', -3600);
    set('item3', 45);
    const played = await bench.caller.upgrade(agents, bench.nextVersion(), async () => {
      await untilBegun(bench, 'item4');
      set('item4', 3600);
      set('item5', -3600);
    });
    return [played];
  } finally {
    for (const agentUuid of agents) set(agentUuid, 0);
  }
}

/** A server that stalls once or always, ends half way, refuses once, or serves other bytes: one job for each. */
export async function badDownloads(bench: FaultBench): Promise<Play> {
  const ways = [
    { becomes: 'stalls', times: 1, agents: ['item1'] },
    { becomes: 'halves', times: Number.POSITIVE_INFINITY, agents: ['item2'] },
    { becomes: 'halves', times: 1, agents: ['item3'] },
    { becomes: 'lies', times: Number.POSITIVE_INFINITY, agents: ['item4', 'item5'] },
    { becomes: 'refuses', times: 1, agents: ['item6'] },
  ] as const;
  const jobs = ways.map((way) => ({ ...way, left: way.times as number, version: bench.nextVersion() }));
  bench.weather.download = (version) => {
    const job = jobs.find((one) => one.version === version);
    return job !== undefined && job.left-- > 0 ? job.becomes : undefined;
  };
  try {
    return await Promise.all(jobs.map(({ agents, version }) => bench.caller.upgrade(agents, version)));
  } finally {
    bench.weather.clear();
  }
}

/** A disk with 500 kB left before the upgrade, and one that fills up to the last byte while it runs. Needs the right to mount. */
export async function fullDisks(bench: FaultBench): Promise<Play> {
  const agents = ['item12', 'item13'];
  const directories = agents.map((agentUuid) => bench.directory(agentUuid));
  try {
    for (const directory of directories) mountSmall(directory, join(bench.folder, 'moved'));
  } catch (error) {
    return `nothing can be mounted here (${String(error).split('\n')[0]})`;
  }
  try {
    fill(bench.directory('item12'), 500);
    const played = await bench.caller.upgrade(agents, bench.nextVersion(), async () => {
      await untilBegun(bench, 'item13');
      fill(bench.directory('item13'), 0);
    });
    for (const directory of directories) rmSync(join(directory, 'filler'));
    const again = await bench.caller.upgrade(agents, bench.nextVersion()); // with room again, both are upgraded
    return [played, again];
  } finally {
    for (const directory of directories) execFileSync('umount', ['-l', directory], { stdio: 'ignore' });
  }
}

/** Puts a file system of 6 MB where the directory is, with the same in it; the agent goes on in it. */
function mountSmall(directory: string, aside: string): void {
  cpSync(directory, aside, { recursive: true, verbatimSymlinks: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', directory], { stdio: 'pipe' });
  cpSync(aside, directory, { recursive: true, verbatimSymlinks: true });
  rmSync(aside, { recursive: true });
}

/** Leaves so many kilobytes free; with none not even SSM Agent can write a script. */
function fill(directory: string, kilobytes: number): void {
  const file = join(directory, 'filler');
  const chunk = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(file, chunk, { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
  if (kilobytes > 0) truncateSync(file, statSync(file).size - kilobytes * 1024);
}
