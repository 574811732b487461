import { beforeAll, describe, expect, test } from '@jest/globals';
import { beginning, exportPage } from '../../functions/domain/use-cases/export-page.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { agentTypes, artifact, jobId, networks, version } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld } from './workflow-world.ts';

/* Networks and signed addresses, on the deployed state machine and a virtual clock. */

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
});

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const failing: Script = { latencyMs: 20_000, outcome: { kind: 'failed', reason: 'DOWNLOAD_FAILED' } };

/** Every other node is on the factory's floor, and all others are in the office. */
function worldOf(nodes: number, script = good): WorkflowWorld {
  const scripts = Array.from({ length: nodes }, () => script);
  const world = new WorkflowWorld({
    template,
    scripts,
    tags: (index) => ({ site: index % 2 === 0 ? 'floor' : 'office' }),
  });
  world.networks = networks;
  return world;
}

const text = (parameter: string | undefined): string => Buffer.from(parameter ?? '', 'base64url').toString();

/** Of each command: the sites of its nodes, and what it is told of downloads. */
const sent = (world: WorkflowWorld) =>
  world.host
    .visibleCommands()
    .filter(({ comment }) => !comment.endsWith('/report'))
    .map(({ invocations, parameters: { Artifacts, MaxKbps, JitterSeconds } }) => ({
      sites: [...new Set(invocations.map(({ instanceId }) => world.siteOf(instanceId)))],
      nodes: invocations.length,
      url: text(Artifacts).split(' ')[1],
      MaxKbps,
      JitterSeconds,
    }));

describe('a job over two networks', () => {
  test('sends commands to nodes of one network each, with its mirror and its limits', async () => {
    const world = worldOf(44);
    await world.upgrade();
    expect(await world.job()).toMatchObject({ status: 'success', progress: { succeeded: 44 } });
    const url = 'https://mirror.floor.example.com/agents/demo-agent-1.5.0.tar.gz';
    const floor = { sites: ['floor'], nodes: 2, url, MaxKbps: '2000', JitterSeconds: '120' };
    const office = { sites: ['office'], nodes: 2, url: artifact.url, MaxKbps: '0', JitterSeconds: '0' };
    const commands = sent(world);
    expect(commands).toHaveLength(22);
    expect(commands.filter(({ sites }) => sites[0] === 'floor')).toEqual(Array.from({ length: 11 }, () => floor));
    expect(commands.filter(({ sites }) => sites[0] !== 'floor')).toEqual(Array.from({ length: 11 }, () => office));
  });

  test('sends a retry by the same network', async () => {
    const world = worldOf(2, failing);
    await world.upgrade();
    const sites = sent(world).map(({ sites: [site], MaxKbps }) => `${site} ${MaxKbps}`);
    expect(sites.toSorted()).toEqual(['floor 2000', 'floor 2000', 'office 0', 'office 0']);
  });

  test('does without agents whose network went away while it waited; the others go on', async () => {
    const world = worldOf(2);
    await world.submit({ startAt: '2026-01-16T08:00:00Z' });
    await world.pass(3600);
    world.networks = networks.filter(({ name }) => name !== 'floor');
    await world.clock.run();
    expect((await world.job()).agents).toMatchObject([
      { reason: 'COMMAND_REJECTED', error: 'This deployment no longer knows the network floor.' },
      { reason: 'UPGRADED' },
    ]);
    expect(world.stores.holds.all()).toEqual([]);
  });

  test('is another plan than the simulated one where an agent is in another network since', async () => {
    const world = worldOf(2);
    await world.submit({}, [], { simulated: true });
    await world.clock.run();
    const { planHash } = await world.job();
    world.networks = networks.filter(({ name }) => name !== 'floor');
    await expect(world.submit({}, [], { id: `${jobId.slice(0, -1)}0`, planHash })).rejects.toMatchObject({
      code: 'PLAN_CHANGED',
      extensions: {
        differences: [
          {
            agentUuid: 'item0',
            simulated: expect.stringMatching(/network floor$/),
            now: expect.stringMatching(/others$/),
          },
        ],
      },
    });
  });
});

describe('a signed address', () => {
  const url = 's3://artifacts/demo-agent-1.5.0.tar.gz';

  const signingWorld = async () => {
    const world = worldOf(3, failing);
    world.signedBuckets = ['artifacts'];
    await world.stores.catalogue.publish({ ...version, artifacts: [{ ...artifact, url }] });
    return world;
  };

  /** All that is kept of the job, and all that is told of it. */
  async function everything(world: WorkflowWorld): Promise<string> {
    const { jobs, batches } = world.stores;
    const job = await world.storedJob();
    // One page has all of three agents and one job.
    const exported = await exportPage({ ...world.stores, agentTypes }, beginning);
    const kept = [job, await batches.list(jobId, 0, job.plan.batches), await jobs.targetChunks(job)];
    return JSON.stringify([kept, await world.job(), await world.events(), exported]);
  }

  test('is in the command, and nowhere else', async () => {
    const world = await signingWorld();
    await world.upgrade();
    const parameters = world.host.visibleCommands().flatMap((command) => command.parameters['Artifacts'] ?? []);
    expect(parameters.length).toBeGreaterThan(0);
    for (const parameter of parameters) expect(text(parameter)).toContain('X-Amz-Signature=');
    const all = await everything(world);
    expect(all).toContain(url);
    expect(all).not.toMatch(/X-Amz|amazonaws/);
    for (const parameter of parameters) expect(all).not.toContain(parameter);
  });

  test('changes nothing in the hash of a plan', async () => {
    const hashOf = async (signedBuckets: readonly string[]) => {
      const world = await signingWorld();
      world.signedBuckets = signedBuckets;
      await world.submit({}, [], { simulated: true });
      await world.clock.run();
      return (await world.job()).planHash;
    };
    expect(await hashOf(['artifacts'])).toBe(await hashOf([]));
  });
});
