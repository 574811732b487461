import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { serveArtifacts, writeAgent } from '../../local/node/artifacts.ts';
import { DemoFleet, keptArchiveNode } from '../../local/node/demo-fleet.ts';
import { hasEnded } from './processes.ts';
import { nodeId } from './ssm-bench.ts';

const id = nodeId(1);
let folder: string;
let fleet: DemoFleet | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-nodes-'));
});
afterEach(async () => {
  await fleet?.stop();
  rmSync(folder, { recursive: true });
});

const directory = () => join(folder, id);
const start = async (patienceSeconds = 60): Promise<DemoFleet> => {
  fleet = await DemoFleet.start(folder, [id], { version: '1.4.2', healthy: true }, keptArchiveNode(patienceSeconds));
  return fleet;
};
const pid = () => Number(readFileSync(join(directory(), 'run/pid'), 'utf8'));
const health = (of: DemoFleet) => of.health({ id, directory: directory() });

test('an agent that runs goes on, and belongs to the next fleet', async () => {
  await start();
  const before = pid();
  writeFileSync(join(directory(), 'run/owner'), '999999999 60'); // of a process that is gone
  const after = await start();
  expect(pid()).toBe(before);
  expect(readFileSync(join(directory(), 'run/owner'), 'utf8')).toBe(`${process.pid} 60`);
  expect(await health(after)).toEqual({ version: '1.4.2', healthy: true });
});

test('one that has ended is started, at the version that it had come to', async () => {
  const before = await start();
  await writeAgent(join(directory(), 'versions/1.5.0'), { version: '1.5.0', healthy: true });
  await symlink('versions/1.5.0', join(directory(), 'new'));
  await rename(join(directory(), 'new'), join(directory(), 'current'));
  await before.stop();
  const after = await start();
  expect(await health(after)).toEqual({ version: '1.5.0', healthy: true });
});

test('an agent whose fleet is gone for good ends', async () => {
  await start();
  const agent = pid();
  writeFileSync(join(directory(), 'run/owner'), '999999999 0');
  await hasEnded(agent);
});

test('archives are made once, so that their checksums stay', async () => {
  const versions = [{ version: '1.5.0', healthy: true }];
  const first = await serveArtifacts(folder, versions);
  await first.close();
  writeFileSync(join(folder, 'agent-1.5.0.tar.gz'), 'another one');
  const second = await serveArtifacts(folder, versions);
  await second.close();
  expect(second.artifacts[0]?.sha256).not.toBe(first.artifacts[0]?.sha256);
});
