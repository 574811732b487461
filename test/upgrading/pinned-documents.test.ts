import { beforeAll, describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { hostedDocuments } from '../fakes/hosted-commands.ts';
import { synthesizedTemplate } from '../functions/synthesized-template.ts';
import { WorkflowWorld } from '../functions/workflow-world.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const bad: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } };

const deployAnother = (world: WorkflowWorld) => world.host.documents.update(hostedDocuments.package, packageDocument());
const sentVersions = (world: WorkflowWorld) =>
  world.host
    .visibleCommands()
    .filter(({ documentName }) => documentName === hostedDocuments.package)
    .map(({ documentVersion }) => documentVersion);

describe('another version of a document is deployed while a job bakes its canary', () => {
  const baking = async (second: Script) => {
    const world = new WorkflowWorld({ template, scripts: [good, second, good] });
    await world.submit({ canary: 1, bakeSeconds: 600, failureThreshold: '50%' });
    await world.pass(120);
    expect(await world.job()).toMatchObject({ phase: 'baking' });
    deployAnother(world);
    await world.pass(3_600);
    return world;
  };

  test('the other waves get the version that the canary ran', async () => {
    const world = await baking(good);
    expect(await world.job()).toMatchObject({ status: 'success' });
    expect(sentVersions(world)).toEqual(['1', '1', '1']);
  });

  test('a job that is made of it afterwards begins with the newer one', async () => {
    const world = await baking(bad);
    await world.retry();
    await world.pass(3_600);
    expect(sentVersions(world)).toEqual(['1', '1', '1', '2']);
  });
});

test('a job that was stored before versions were kept takes the one that counts when it goes on', async () => {
  const world = new WorkflowWorld({ template, scripts: [good, good] });
  await world.submit({ canary: 1, bakeSeconds: 600 });
  await world.pass(120);
  await world.stores.jobs.save({ ...(await world.storedJob()), documentVersions: {} });
  deployAnother(world);
  await world.pass(3_600);
  expect(await world.job()).toMatchObject({ status: 'success' });
  expect(sentVersions(world)).toEqual(['1', '2']);
});
