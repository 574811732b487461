import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type PackageParameterName, packageDocument } from '../lib/documents/package.ts';
import { systemClock } from '../local/clock.ts';
import { serveArtifacts } from '../local/node/artifacts.ts';
import { ASK_HEALTH, ASK_VERSION, DEMO_AGENT_TYPE } from '../local/node/definition.ts';
import { DemoFleet, type DemoNode } from '../local/node/demo-fleet.ts';
import { RealNode } from '../local/ssm/real-node.ts';
import { bareUpgrade } from './node-script/bare-upgrade.ts';
import { median, quantile } from './samples.ts';
import type { Section } from './section.ts';
import { rounded } from './text.ts';

const ROUNDS = 15;
/** Each is new to the node: one for the bare script and one for the document in each round. */
const versions = Array.from({ length: 2 * ROUNDS }, (_, index) => ({ version: `1.5.${index}`, healthy: true }));

/** Seconds from the start of the command until the new version answers that it is healthy, less those that the agent itself takes to start. */
export const nodeScript: Section = async ({ folder, say, isQuick }) => {
  const rounds = isQuick ? 2 : ROUNDS;
  const served = await serveArtifacts(join(folder, 'artifacts'), versions);
  const fleet = await DemoFleet.start(join(folder, 'nodes'), ['mi-00000000000000001'], {
    version: '1.4.2',
    healthy: true,
  });
  const [node] = fleet.nodes;
  if (node === undefined) throw new Error('The agent has no node.');
  const starts: number[] = [];
  const bare: number[] = [];
  const own: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      say(`Upgrading an agent, round ${round + 1} of ${rounds}.`);
      const [first, second] = served.artifacts.slice(2 * round);
      if (first === undefined || second === undefined) throw new Error('There is nothing to upgrade to.');
      const restart = () => shell(node, 'rm -f run/port; FLEET_ROOT=$PWD sh current/bin/restart');
      starts.push(await secondsUntil(fleet, node, undefined, restart));
      bare.push(
        await secondsUntil(fleet, node, first.version, () =>
          shell(node, bareUpgrade(first.url, first.sha256, first.version)),
        ),
      );
      own.push(await secondsUntil(fleet, node, second.version, () => upgrade(node, second)));
    }
  } finally {
    await fleet.stop();
    await served.close();
  }
  return result(starts, bare, own);
};

/** Throws where the work fails, or the agent does not become healthy at that version. */
async function secondsUntil(
  fleet: DemoFleet,
  node: DemoNode,
  version: string | undefined,
  work: () => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const working = work();
  working.catch(() => undefined); // Thrown below.
  let isOver = false;
  void working.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  for (;;) {
    const health = await fleet.health(node).catch(() => undefined);
    const isNew = version === undefined ? isOver : health?.version === version;
    if (health?.healthy && isNew) break;
    if (performance.now() - began > 60_000) throw new Error(`The agent did not become healthy at ${version}.`);
    await delay(2);
  }
  const seconds = (performance.now() - began) / 1_000;
  await working;
  return seconds;
}

async function shell({ directory }: DemoNode, script: string): Promise<void> {
  await promisify(execFile)('sh', ['-c', script], { cwd: directory });
}

async function upgrade(
  { id, directory }: DemoNode,
  artifact: { version: string; url: string; sha256: string },
): Promise<void> {
  const node = new RealNode({ id, directory, clock: systemClock });
  const { signal } = new AbortController();
  const delivery = { commandId: randomUUID(), document: packageDocument(), parameters: parametersOf(artifact) };
  const report = await node.run({ ...delivery, executionTimeoutSeconds: 60, signal });
  if (report.kind !== 'ended' || report.exitCode !== 0)
    throw new Error(`The upgrade failed: ${JSON.stringify(report)}`);
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

const parametersOf = ({
  version,
  url,
  sha256,
}: {
  version: string;
  url: string;
  sha256: string;
}): Record<PackageParameterName, string> => ({
  Action: 'upgrade',
  AttemptId: randomUUID(),
  NotAfter: String(Math.floor(Date.now() / 1_000) + 600),
  AgentType: DEMO_AGENT_TYPE.name,
  Version: version,
  Artifacts: encode(`any/any ${url} ${sha256} -`),
  PublicKey: '',
  VersionCommand: encode(ASK_VERSION),
  HealthCommand: encode(ASK_HEALTH),
  HealthUrl: '',
  RestartCommand: encode(DEMO_AGENT_TYPE.restartCommand),
  Service: '',
  InstallRoot: encode('.'),
  HealthTimeoutSeconds: '30',
  KeepVersions: '3',
  Proxy: '',
  MaxKbps: '0',
  JitterSeconds: '0',
});

function result(starts: readonly number[], bare: readonly number[], own: readonly number[]) {
  const start = median(starts);
  const row = (name: string, values: readonly number[]) =>
    [name, median(values), quantile(values, 0.99), median(values) - start].map((value) =>
      typeof value === 'number' ? rounded(value) : value,
    );
  return {
    tables: [
      {
        title: `Seconds until healthy, ${own.length} times, one after the other`,
        columns: ['', 'p50', 'highest', 'over the start of the agent'],
        rows: [row("the agent's own start", starts), row('a bare script', bare), row('the document', own)],
      },
      {
        title: 'Overhead of the document',
        columns: ['seconds over the start', 'to the bare script, whole', 'to the start, whole'],
        rows: [[rounded(median(own) - start), rounded(median(own) / median(bare)), rounded(median(own) / start)]],
      },
    ],
    targets: [],
  };
}
