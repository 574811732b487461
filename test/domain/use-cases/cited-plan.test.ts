import { beforeEach, describe, expect, test } from '@jest/globals';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { planRollout } from '../../../functions/domain/use-cases/plan-rollout.ts';
import { submitRequest } from '../../../functions/domain/use-cases/submit-request.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agent, jobId, later, plainRollout, version } from '../../fixtures.ts';

const realId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';
const A_WEEK = 7 * 86_400;

/** 600 agents are three chunks, in batches of two, so that the hash is chained and batches are shared. */
const agentUuids = Array.from({ length: 600 }, (_, index) => `item${index}`);
const selector = { agentType: 'demo-agent' };
const rollout = { ...plainRollout, concurrency: 80 };

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await world.ports.catalogue.publish(version);
  await Promise.all(agentUuids.map((_, index) => world.ports.agents.register(agent(index))));
});

async function submit(id: string, body: object, key?: string) {
  const request = upgradeRequestSchema.parse({ targetVersion: '1.5.0', rollout, ...body });
  const targets = request.agentUuids ?? [];
  const submission = { id, spec: jobSpecOf(request), targets, fingerprint: 'one', requestedBy: 'ann', key };
  return submitRequest(world.ports, submission, world.now);
}

async function planned(id: string) {
  while ((await planRollout(world.ports, id, world.now)).next === 'plan');
  const job = await world.ports.jobs.get(id);
  if (job === undefined) throw new Error('There is no job.');
  return job;
}

async function simulatedHash(body: object = { agentUuids }): Promise<string> {
  await submit(jobId, { ...body, simulated: true });
  return (await planned(jobId)).planHash ?? '';
}

const refused = (code: string, more: object = {}) => ({ kind: 'conflict', code, ...more });

describe('a job that cites the plan of a simulated one', () => {
  test('is planned the same, and its gate stays open', async () => {
    const planHash = await simulatedHash();
    await submit(realId, { agentUuids, planHash });
    expect(await planned(realId)).toMatchObject({ planHash, citedPlan: planHash, gate: { state: 'open' } });
  });

  test('is refused where nobody came to that plan', async () => {
    await simulatedHash();
    await expect(submit(realId, { agentUuids, planHash: 'f'.repeat(64) })).rejects.toMatchObject(
      refused('PLAN_UNKNOWN'),
    );
    expect(await world.ports.jobs.get(realId)).toBeUndefined();
  });

  test('is refused where the plan is over a week old', async () => {
    const planHash = await simulatedHash();
    world.pass(A_WEEK);
    await expect(submit(realId, { agentUuids, planHash })).rejects.toMatchObject(refused('PLAN_UNKNOWN'));
  });

  test('is refused while the simulated job has noted its plan and not yet said so itself', async () => {
    await submit(jobId, { agentUuids, simulated: true });
    const planHash = 'f'.repeat(64);
    await world.ports.plans.remember(planHash, jobId, later(60));
    await expect(submit(realId, { agentUuids, planHash })).rejects.toMatchObject(refused('PLAN_UNKNOWN'));
  });

  test('is refused where the plan is that of a job that really ran', async () => {
    await submit(jobId, { agentUuids });
    const { planHash } = await planned(jobId);
    await expect(submit(realId, { agentUuids, planHash })).rejects.toMatchObject(refused('PLAN_UNKNOWN'));
  });

  test('is refused where an agent runs another version by now, and told which', async () => {
    const planHash = await simulatedHash();
    await world.ports.agents.recordVersions([{ agentUuid: 'item555', version: '1.4.9' }], world.now);
    const differences = [
      {
        agentUuid: 'item555',
        simulated: expect.stringContaining('1.4.2'),
        now: expect.stringContaining('from 1.4.9 to'),
      },
    ];
    await expect(submit(realId, { agentUuids, planHash })).rejects.toMatchObject(
      refused('PLAN_CHANGED', { extensions: { differences } }),
    );
    expect(await world.ports.jobs.get(realId)).toBeUndefined();
    expect([...world.workflow.executions.keys()]).toEqual([jobId]);
  });

  test.each<[string, object, object]>([
    ['an agent fewer', { agentUuids: agentUuids.slice(1) }, { what: 'waves', simulated: '600 agents, then 0 s' }],
    ['another concurrency', { rollout: { ...rollout, concurrency: 81 } }, { what: 'concurrency', now: '81' }],
    ['another version', { targetVersion: '1.5.1' }, { what: 'targetVersion', now: '1.5.1' }],
  ])('is refused with %s', async (_sentence, change, difference) => {
    const planHash = await simulatedHash();
    const submitting = submit(realId, { agentUuids, planHash, ...change });
    await expect(submitting).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    await submitting.catch(({ extensions }) => {
      expect(extensions.differences).toContainEqual(expect.objectContaining(difference));
      expect(extensions.differences.length).toBeLessThanOrEqual(25);
    });
  });

  test('is answered again under its key, though its own work has changed the fleet since', async () => {
    const planHash = await simulatedHash();
    await submit(realId, { agentUuids, planHash }, 'key');
    await world.ports.agents.recordVersions([{ agentUuid: 'item0', version: '1.5.0' }], world.now);
    expect((await submit(`${realId.slice(0, -1)}F`, { agentUuids, planHash }, 'key')).id).toBe(realId);
  });

  test('that was refused has not used up its key', async () => {
    const planHash = await simulatedHash();
    await world.ports.agents.recordVersions([{ agentUuid: 'item0', version: '1.4.9' }], world.now);
    await expect(submit(realId, { agentUuids, planHash }, 'key')).rejects.toThrow();
    expect(await world.ports.requests.find('ann', 'key', world.now)).toBeUndefined();
  });
});

describe('the workflow of such a job', () => {
  test('closes the gate before anything is sent where the fleet changed after the request', async () => {
    const planHash = await simulatedHash();
    await submit(realId, { agentUuids, planHash });
    for (const index of [1, 2, 3, 4, 5, 6])
      await world.ports.agents.recordVersions([{ agentUuid: `item${index}`, version: '1.4.9' }], world.now);
    const { gate, lastEvent, ...job } = await planned(realId);
    expect(gate).toMatchObject({ state: 'closed', reason: 'PLAN_CHANGED', detail: expect.stringContaining(jobId) });
    const named = gate.state === 'closed' ? gate.detail.match(/item\d+: simulated/g) : [];
    expect(named).toHaveLength(5);
    expect(lastEvent).toMatchObject({ reason: 'PLAN_CHANGED', by: null });
    expect(job.planHash).not.toBe(planHash);
  });

  test('finds the agents of a selector and compares then', async () => {
    const planHash = await simulatedHash({ selector });
    await submit(realId, { selector, planHash });
    expect(await planned(realId)).toMatchObject({ planHash, gate: { state: 'open' } });
  });

  test('closes the gate where a selector finds one agent more', async () => {
    const planHash = await simulatedHash({ selector });
    await world.ports.agents.register(agent(600));
    await submit(realId, { selector, planHash });
    const { gate } = await planned(realId);
    expect(gate).toMatchObject({
      reason: 'PLAN_CHANGED',
      detail: expect.stringContaining('item600: simulated not in'),
    });
  });

  test('closes the gate also where the simulated job is forgotten by then', async () => {
    const planHash = await simulatedHash();
    await submit(realId, { agentUuids, planHash });
    await world.ports.agents.recordVersions([{ agentUuid: 'item0', version: '1.4.9' }], world.now);
    world.pass(A_WEEK);
    expect((await planned(realId)).gate).toMatchObject({ reason: 'PLAN_CHANGED', detail: expect.any(String) });
  });
});
