import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../functions/domain/agent.ts';
import type { Fence } from '../../../functions/domain/fence.ts';
import { freezeRequestSchema } from '../../../functions/domain/freeze.ts';
import type { Job } from '../../../functions/domain/job.ts';
import { rollbackIdOf } from '../../../functions/domain/lineage.ts';
import { newJob } from '../../../functions/domain/new-job.ts';
import { jobSpecOf, upgradeRequestSchema } from '../../../functions/domain/upgrade-request.ts';
import { exportPage } from '../../../functions/domain/use-cases/export-page.ts';
import { findAgent } from '../../../functions/domain/use-cases/find-agent.ts';
import { findJob } from '../../../functions/domain/use-cases/find-job.ts';
import { listJobAgents } from '../../../functions/domain/use-cases/list-job-agents.ts';
import { listJobEvents } from '../../../functions/domain/use-cases/list-job-events.ts';
import { planRollout } from '../../../functions/domain/use-cases/plan-rollout.ts';
import { putFreeze } from '../../../functions/domain/use-cases/put-freeze.ts';
import { registerAgent } from '../../../functions/domain/use-cases/register-agent.ts';
import { removeAgent } from '../../../functions/domain/use-cases/remove-agent.ts';
import { removeFreeze } from '../../../functions/domain/use-cases/remove-freeze.ts';
import { retryJob } from '../../../functions/domain/use-cases/retry-job.ts';
import { rollBackJob } from '../../../functions/domain/use-cases/roll-back-job.ts';
import { steerJob } from '../../../functions/domain/use-cases/steer-job.ts';
import { submitRequest } from '../../../functions/domain/use-cases/submit-request.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import {
  agent,
  bakeSeconds,
  berlin,
  caller,
  freeze,
  jobId,
  nodeId,
  now,
  plainRollout,
  version,
} from '../../fixtures.ts';

const bonn: Fence = [{ tag: 'site', value: 'bonn' }];
const fenced = { kind: 'forbidden', code: 'FENCED' };
const notFound = { kind: 'not-found' };

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await world.ports.catalogue.publish(version);
  await world.ports.agents.register(agent(1, { tags: { site: 'berlin' } }));
  await world.ports.agents.register(agent(2, { tags: { site: 'bonn' } }));
  await world.ports.agents.register(agent(3));
});

const specOf = (body: object, fence: Fence | null) =>
  jobSpecOf(upgradeRequestSchema.parse({ targetVersion: '1.5.0', rollout: plainRollout, ...body }), false, fence);

/** A job for items 1, 2 and 3, planned where it is not asked for otherwise. */
async function jobOf(fence: Fence | null, body: object = { agentUuids: ['item1', 'item2', 'item3'] }): Promise<Job> {
  const spec = specOf(body, fence);
  await world.ports.jobs.create(
    newJob(jobId, spec, 'ann', bakeSeconds, now),
    spec.source.kind === 'agents' ? ['item1', 'item2', 'item3'] : [],
  );
  while ((await planRollout(world.ports, jobId, now)).next === 'plan');
  return stored();
}

async function stored(id = jobId): Promise<Job> {
  const job = await world.ports.jobs.get(id);
  if (job === undefined) throw new Error(`There is no ${id}.`);
  return job;
}

const reasonsOf = async (id = jobId) =>
  (await listJobAgents(world.ports, id, null, {}, 0, 10)).items.map(({ agentUuid, reason, oldVersion }) => [
    agentUuid,
    reason,
    oldVersion,
  ]);

describe('a job made under a fence', () => {
  test('sends the agents inside, and is told nothing of the others but that they are not', async () => {
    const job = await jobOf(berlin);
    expect(job.plan.batches).toBe(1);
    expect(await reasonsOf()).toEqual([
      ['item1', null, '1.4.2'],
      ['item2', 'FORBIDDEN_AGENT', null],
      ['item3', 'FORBIDDEN_AGENT', null],
    ]);
  });

  test('goes by the tags that the agents have when it is planned', async () => {
    const spec = specOf({ agentUuids: ['item1'] }, berlin);
    await world.ports.jobs.create(newJob(jobId, spec, 'ann', bakeSeconds, now), ['item1']);
    await world.ports.agents.register(agent(1, { tags: { site: 'bonn' } }));
    await planRollout(world.ports, jobId, now);
    expect(await reasonsOf()).toEqual([['item1', 'FORBIDDEN_AGENT', null]]);
  });

  test('chooses with its selector among the agents inside, and names no other', async () => {
    expect(await jobOf(berlin, { selector: { agentType: 'demo-agent' } })).toMatchObject({ targetCount: 1 });
    expect(await reasonsOf()).toEqual([['item1', null, '1.4.2']]);
  });

  test('is exported with it', async () => {
    await jobOf(berlin);
    const { lines } = await exportPage(world.ports, { stage: 'open-jobs', after: null, offset: 0, job: null });
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'job', fence: berlin }));
  });
});

describe('of a job that was made', () => {
  const reads: Record<string, (fence: Fence | null) => Promise<unknown>> = {
    'the job': (fence) => findJob(world.ports.jobs, jobId, fence),
    'its agents': (fence) => listJobAgents(world.ports, jobId, fence, {}, 0, 10),
    'its audit trail': (fence) => listJobEvents(world.ports.jobs, jobId, fence, 1, 10),
  };
  const steers: Record<string, (fence: Fence | null) => Promise<unknown>> = {
    pause: (fence) => steerJob(world.ports, jobId, 'pause', caller('bob', fence), now),
    resume: (fence) => steerJob(world.ports, jobId, 'resume', caller('bob', fence), now),
    cancel: (fence) => steerJob(world.ports, jobId, 'cancel', caller('bob', fence), now),
    approve: (fence) => steerJob(world.ports, jobId, 'approve', caller('bob', fence), now),
    retry: (fence) => retry(fence),
    rollback: (fence) => rollBackJob(world.ports, jobId, {}, caller('bob', fence), now),
  };
  const cases: [string, Fence | null, Fence | null, boolean][] = [
    ['under the same fence', berlin, berlin, true],
    ['under one, whoever has none', berlin, null, true],
    ['under another fence', bonn, berlin, false],
    ['without one, whoever has one', null, berlin, false],
  ];

  describe.each(cases)('%s', (_sentence, made, has, isAllowed) => {
    beforeEach(() => jobOf(made));

    test.each(Object.entries(reads))(`sees %s: ${isAllowed}`, async (_what, read) => {
      if (isAllowed) await expect(read(has)).resolves.toBeDefined();
      else await expect(read(has)).rejects.toMatchObject(notFound);
    });

    test.each(Object.entries(steers))(`may %s: ${isAllowed}`, async (_what, steer) => {
      // A job in another state refuses some of these with a conflict: that is for those who may.
      const outcome = await steer(has).catch((error: unknown) => error);
      if (isAllowed) expect(outcome).not.toMatchObject(fenced);
      else {
        expect(outcome).toMatchObject(fenced);
        expect(await stored()).toMatchObject({ gate: { state: 'open' }, rollbackAsked: null, approved: null });
      }
    });
  });
});

const retryId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0RETRY00';
function retry(fence: Fence | null) {
  const submission = { id: retryId, fingerprint: 'f', requestedBy: 'bob', fence, key: undefined };
  return retryJob(world.ports, jobId, {}, { isAdmin: true, sources: [], requireChecksum: true }, submission, now);
}

describe('a job that follows from one under a fence has the same, whoever asks for it', () => {
  test('a retry', async () => {
    const job = await jobOf(berlin);
    await world.ports.jobs.save({ ...job, phase: 'done', status: 'failed' });
    expect((await retry(null)).fence).toEqual(berlin);
    while ((await planRollout(world.ports, retryId, now)).next === 'plan');
    expect(await reasonsOf(retryId)).toContainEqual(['item2', 'FORBIDDEN_AGENT', null]);
  });

  test('a rollback', async () => {
    await jobOf(berlin);
    await rollBackJob(world.ports, jobId, {}, caller('bob'), now);
    expect((await stored(rollbackIdOf(jobId))).fence).toEqual(berlin);
  });
});

describe('the plan of a simulated job', () => {
  const citing = async (planHash: string, fence: Fence | null) => {
    const spec = specOf({ agentUuids: ['item1'], planHash }, fence);
    const id = retryId;
    return submitRequest(
      world.ports,
      { id, spec, targets: ['item1'], fingerprint: 'f', requestedBy: 'bob', key: undefined },
      now,
    );
  };
  const simulated = async (fence: Fence | null) => {
    const spec = specOf({ agentUuids: ['item1'], simulated: true }, fence);
    await world.ports.jobs.create(newJob(jobId, spec, 'ann', bakeSeconds, now), ['item1']);
    while ((await planRollout(world.ports, jobId, now)).next === 'plan');
    return (await stored()).planHash ?? '';
  };

  test('is cited under the same fence', async () => {
    expect(await citing(await simulated(berlin), berlin)).toMatchObject({ id: retryId });
  });

  test('is unknown under another one, and so tells nothing of it', async () => {
    await expect(citing(await simulated(null), berlin)).rejects.toMatchObject({ code: 'PLAN_UNKNOWN' });
  });

  test('is another one without a fence, and the difference says so', async () => {
    await expect(citing(await simulated(berlin), null)).rejects.toMatchObject({
      code: 'PLAN_CHANGED',
      extensions: { differences: [{ what: 'fence', simulated: 'site=berlin', now: 'none' }] },
    });
  });
});

describe('with a fence around Berlin, an agent', () => {
  test('is found inside, and outside it is not there', async () => {
    expect(await findAgent(world.ports.agents, 'item1', berlin)).toMatchObject({ agentUuid: 'item1' });
    await expect(findAgent(world.ports.agents, 'item2', berlin)).rejects.toMatchObject(notFound);
  });

  test('is removed inside, and outside it stays', async () => {
    await removeAgent(world.ports, 'item1', berlin, now);
    await expect(removeAgent(world.ports, 'item2', berlin, now)).rejects.toMatchObject(fenced);
    expect(await world.ports.agents.get('item1')).toBeUndefined();
    expect(await world.ports.agents.get('item2')).toBeDefined();
  });

  const home = { account: '111122223333', region: 'eu-west-1' };
  const inside = { site: 'berlin' };
  const register = (agentUuid: string, node: number, tags: Agent['tags'], fence: Fence | null = berlin) =>
    registerAgent(world.ports, agentUuid, { agentType: 'demo-agent', nodeId: nodeId(node), tags }, home, fence, now);

  test('gets other tags that leave it inside', async () => {
    expect((await register('item1', 1, { ...inside, ring: '1' })).tags).toEqual({ ...inside, ring: '1' });
  });

  test.each<[string, string, number, Agent['tags']]>([
    ['tags that bring it outside', 'item1', 1, { site: 'bonn' }],
    ['no tags', 'item1', 1, {}],
    ['another node', 'item1', 4, inside],
    ['tags that bring it inside', 'item2', 2, inside],
    ['a name, being new: it could be on any node', 'item4', 4, inside],
  ])('does not get %s', async (_sentence, agentUuid, node, tags) => {
    const before = await world.ports.agents.get(agentUuid);
    await expect(register(agentUuid, node, tags)).rejects.toMatchObject(fenced);
    expect(await world.ports.agents.get(agentUuid)).toEqual(before);
    await expect(register(agentUuid, node, tags, null)).resolves.toBeDefined();
  });
});

describe('with a fence around Berlin, freezing', () => {
  const put = (scope: unknown) =>
    putFreeze(world.ports, freezeRequestSchema.parse({ scope, reason: 'a fair' }), caller('ann', berlin), now);

  test('Berlin, and ending that', async () => {
    await put({ tag: 'site', value: 'berlin' });
    expect(await removeFreeze(world.ports, 'tag:site=berlin', berlin, now)).toMatchObject({ createdBy: 'ann' });
  });

  test.each<[string, string, unknown]>([
    ['all agents', 'all', 'all'],
    ['another site', 'tag:site=bonn', { tag: 'site', value: 'bonn' }],
    ['another tag, although agents in Berlin may have it', 'tag:ring=1', { tag: 'ring', value: '1' }],
  ])('is refused for %s, and so is ending it', async (_sentence, key, scope) => {
    await expect(put(scope)).rejects.toMatchObject(fenced);
    const { scope: parsed } = freezeRequestSchema.parse({ scope, reason: 'a fair' });
    await world.ports.freezes.put(freeze({ scope: parsed }));
    await expect(removeFreeze(world.ports, key, berlin, now)).rejects.toMatchObject(fenced);
    expect(await world.ports.freezes.list()).toHaveLength(1);
  });
});
