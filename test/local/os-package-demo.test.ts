import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import { readReport, readResult } from '../../functions/domain/node-result.ts';
import { changeParametersOf, reportParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { ownDocuments } from '../../lib/documents/documents.ts';
import { systemClock } from '../../local/clock.ts';
import { DemoFleet, type DemoNode } from '../../local/node/demo-fleet.ts';
import { DEMO_BEAT_TYPE, beatPackage, packageVersion, startPackageNode } from '../../local/node/demo-beat.ts';
import { buildRepository, nodePath } from '../../local/node/packages.ts';
import { resolveParameters } from '../../local/ssm/parameters.ts';
import { RealNode } from '../../local/ssm/real-node.ts';
import { withManager } from './os-package-bench.ts';
import { apt } from './os-package-kinds.ts';
import { nodeId } from './ssm-bench.ts';

jest.setTimeout(30_000);

const old = { version: '1.4.2', healthy: true };
const next = { version: '1.5.0', healthy: true };
const type = agentTypeSchema.parse(DEMO_BEAT_TYPE);

withManager(apt, 'the demo agent from a package', () => {
  let directory = '';
  let fleet: DemoFleet | undefined;
  afterAll(async () => {
    await fleet?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('is upgraded by what the cloud sends: its process runs the new version', async () => {
    directory = await mkdtemp(join(tmpdir(), 'fleet-demo-'));
    const repository = await buildRepository(directory, [old, next].map(beatPackage));
    fleet = await DemoFleet.start(join(directory, 'nodes'), [nodeId(1)], old, startPackageNode(repository));
    const [node] = fleet.nodes;
    if (node === undefined) throw new Error('There is no node.');
    const change = changeParametersOf(type, {
      action: 'upgrade',
      version: next.version,
      published: {
        artifacts: [],
        reportedVersion: null,
        packages: [{ manager: 'apt', packageVersion: packageVersion(next), reportedVersion: next.version }],
      },
      attemptId: 'attempt-1',
      notAfter: new Date(Date.now() + 600_000),
      allowDowngrade: false,
    });
    expect(readResult(await send(node, 'os-package', change), 'attempt-1')).toMatchObject({
      reason: 'UPGRADED',
      oldVersion: '1.4.2',
      newVersion: '1.5.0',
      healthy: true,
    });
    expect(await fleet.health(node)).toEqual({ version: '1.5.0', healthy: true });

    const silent = agentTypeSchema.parse({ ...DEMO_BEAT_TYPE, versionCommand: '', healthCommand: '' });
    const report = await send(node, 'report', reportParametersOf(silent, 'attempt-1'));
    expect(readReport(report, 'attempt-1')).toMatchObject({ version: '1.5.0-1', healthy: true });
  });
});

/** Runs a document on the node as Systems Manager does; answers its standard output. */
async function send(
  node: DemoNode,
  recipe: 'os-package' | 'report',
  given: Readonly<Record<string, string>>,
): Promise<string> {
  const document = ownDocuments[recipe];
  const listed = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value]]));
  const run = await new RealNode({ ...node, clock: systemClock, path: nodePath(node.directory) }).run({
    commandId: randomUUID(),
    document,
    parameters: resolveParameters(document, listed),
    executionTimeoutSeconds: 60,
    signal: new AbortController().signal,
  });
  if (run.kind !== 'ended') throw new Error(run.kind);
  return run.stdout;
}
