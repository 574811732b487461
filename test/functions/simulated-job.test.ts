import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { agentType, later, nodeId, now } from '../fixtures.ts';
import { synthesizedTemplate } from './synthesized-template.ts';
import { WorkflowWorld } from './workflow-world.ts';

const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
const other = (digit: number) => `upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C4${digit}`;
const holder = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C5Z';

let template: Template;
beforeAll(async () => {
  template = await synthesizedTemplate();
}, 30_000);

/** 12 agents and one that nobody knows: one node is offline, and one agent is held by another job for an hour. */
let world: WorkflowWorld;
beforeEach(async () => {
  world = new WorkflowWorld({ template, scripts: Array.from({ length: 12 }, () => good) });
  world.host.setPingStatus(nodeId(3), 'ConnectionLost');
  const node = `111122223333:eu-west-1:${nodeId(5)}`;
  await world.stores.holds.acquire({ node, agentType: agentType.name, jobId: holder, until: later(3600) }, now);
});

async function run(id: string, asked: { simulated?: boolean; planHash?: string }, rollout: object = {}) {
  await world.submit(rollout, ['nobody'], { id, ...asked });
  await world.clock.run();
  return world.job(id);
}

/** What a real job would spend days with. */
const slow = {
  canary: 1,
  bakeSeconds: 86_400,
  startAt: later(86_400).toISOString(),
  approval: true,
  window: { days: ['sun'], start: '02:00', durationMinutes: 60, timeZone: 'UTC' },
};

describe('a simulated job on the deployed state machine', () => {
  test('says of every agent what would become of it, sends nothing and holds nobody', async () => {
    const job = await run(other(1), { simulated: true });
    expect(world.host.visibleCommands()).toEqual([]);
    expect(world.stores.holds.all().map((hold) => hold.jobId)).toEqual([holder]);
    expect(job).toMatchObject({ simulated: true, status: 'failed', phase: 'done', reason: 'SOME_FAILED' });
    const reasons = job.agents.map(({ reason }) => reason);
    expect(reasons.map((reason, index) => (reason === 'SIMULATED' ? 'SIMULATED' : `${index} ${reason}`))).toEqual([
      ...['SIMULATED', 'SIMULATED', 'SIMULATED', '3 AGENT_OFFLINE', 'SIMULATED', '5 AGENT_BUSY'],
      ...['SIMULATED', 'SIMULATED', 'SIMULATED', 'SIMULATED', 'SIMULATED', 'SIMULATED', '12 AGENT_NOT_FOUND'],
    ]);
    expect(job.agents[5]?.error).toContain(holder);
    expect(job.agents.every(({ newVersion }) => newVersion === null)).toBe(true);
    expect(world.nodes.every(({ version }) => version === '1.4.2')).toBe(true);
    expect(job.estimate).toMatchObject({ seconds: 60, costUsd: expect.any(Number) });
  });

  test('waits for no start, window, approval or bake', async () => {
    await run(other(1), { simulated: true }, slow);
    const { completedAt } = await world.storedJob(other(1));
    expect(new Date(completedAt ?? 0).getTime() - now.getTime()).toBeLessThan(60_000);
    expect(world.states(other(1))).not.toContain('Wait until woken');
  });

  test('where nothing is in the way of any agent, is a success', async () => {
    world.host.setPingStatus(nodeId(3), 'Online');
    world.clock.schedule(3_600_000, () => undefined);
    await world.clock.run();
    await world.submit({}, [], { id: other(1), simulated: true });
    await world.clock.run();
    expect(await world.job(other(1))).toMatchObject({ status: 'success', reason: 'SIMULATED' });
  });

  test('that is cancelled looks at no further agent', async () => {
    await world.submit({}, ['nobody'], { id: other(1), simulated: true });
    await world.steer('cancel', 'operator', other(1));
    await world.clock.run();
    expect(await world.job(other(1))).toMatchObject({ status: 'failed', reason: 'CANCELLED' });
    expect(world.host.visibleCommands()).toEqual([]);
  });

  test('comes to the same plan twice, and the real job that cites it runs', async () => {
    const first = await run(other(1), { simulated: true });
    const second = await run(other(2), { simulated: true });
    expect(second.planHash).toBe(first.planHash);
    const real = await run(other(3), { planHash: first.planHash ?? '' });
    expect(real).toMatchObject({
      simulated: false,
      planHash: first.planHash,
      progress: { succeeded: 10, etaSeconds: 0 },
    });
    expect(real).not.toHaveProperty('estimate');
    expect(world.nodes.filter(({ version }) => version === '1.5.0')).toHaveLength(10);
  });

  test('is of no use once the fleet has changed', async () => {
    const { planHash } = await run(other(1), { simulated: true });
    await world.stores.agents.recordVersions([{ agentUuid: 'item7', version: '1.4.9' }], later(1));
    await expect(run(other(2), { planHash: planHash ?? '' })).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    expect(world.host.visibleCommands()).toEqual([]);
  });
});

test('a job whose fleet changed between its request and its plan ends failed, and nothing was sent', async () => {
  const { planHash } = await run(other(1), { simulated: true });
  await world.submit({}, ['nobody'], { id: other(2), planHash: planHash ?? '' });
  await world.stores.agents.recordVersions([{ agentUuid: 'item7', version: '1.4.9' }], later(1));
  await world.clock.run();
  expect(world.host.visibleCommands()).toEqual([]);
  expect(world.stores.holds.all().map((hold) => hold.jobId)).toEqual([holder]);
  const job = await world.job(other(2));
  expect(job).toMatchObject({ status: 'failed', phase: 'done', reason: 'PLAN_CHANGED' });
  expect(job.detail).toContain('item7: simulated sent from 1.4.2');
  expect(job.agents[0]).toMatchObject({ status: 'failed', reason: 'NOT_STARTED' });
});
