import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateAgents } from '../../../functions/domain/batch.ts';
import type { ResultFilter } from '../../../functions/domain/result-filter.ts';
import type { TargetDecision } from '../../../functions/domain/rollout.ts';
import { listJobAgents } from '../../../functions/domain/use-cases/list-job-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { batch, job, jobId } from '../../fixtures.ts';

const planned = {
  agentType: 'demo-agent',
  node: 'a:b:c',
  version: '1.5.0',
  oldVersion: null,
  lane: null,
  network: null,
};

/** Nobody knows agent 2,100; agents 1 and 2 are sent, of which 2 has failed; the others were found current. */
const decisionOf = (index: number): TargetDecision => {
  if (index === 1 || index === 2) return { kind: 'batch', batch: 0, ...planned };
  const reason = index === 2_100 ? 'AGENT_NOT_FOUND' : 'ALREADY_CURRENT';
  return { kind: 'done', reason, oldVersion: null };
};

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  const targets = Array.from({ length: 2_200 }, (_, index) => `item${index}`);
  await world.ports.jobs.create(job({ targetCount: targets.length }), targets);
  for (let first = 0; first < targets.length; first += 250) {
    const decisions = targets.slice(first, first + 250).map((_, index) => decisionOf(first + index));
    await world.ports.jobs.decideTargets(jobId, first / 250, decisions);
  }
  await world.ports.batches.create(
    updateAgents(batch(2), (agent) =>
      agent.agentUuid === 'item1'
        ? { ...agent, state: 'running', reason: 'SENT' }
        : { ...agent, state: 'done', status: 'failed', reason: 'DISK_FULL', error: 'full' },
    ),
  );
});

const list = (filter: ResultFilter, offset = 0, limit = 250, ports = world.ports) =>
  listJobAgents(ports, jobId, null, filter, offset, limit);

async function pages(filter: ResultFilter, limit: number) {
  const found: string[][] = [];
  for (let next: number | null = 0; next !== null; ) {
    const page = await list(filter, next, limit);
    found.push(page.items.map(({ agentUuid }) => agentUuid));
    next = page.nextOffset;
  }
  return found;
}

describe('the agents of a job', () => {
  test('come in the order of the request, each once, in full pages', async () => {
    const found = await pages({}, 240);
    expect(found.flat()).toEqual(Array.from({ length: 2_200 }, (_, index) => `item${index}`));
    expect(found.map(({ length }) => length)).toEqual([...Array.from({ length: 9 }, () => 240), 40]);
  });

  test.each<[ResultFilter, string[]]>([
    [{ status: 'failed' }, ['item2', 'item2100']],
    [{ reason: 'AGENT_NOT_FOUND' }, ['item2100']],
    [{ reason: 'SENT' }, ['item1']],
    [{ status: 'failed', reason: 'DISK_FULL' }, ['item2']],
    [{ status: 'success', reason: 'DISK_FULL' }, []],
    [{ status: 'excluded' }, []],
  ])('by %j are %j', async (filter, expected) => {
    expect((await pages(filter, 10)).flat()).toEqual(expected);
    expect((await pages(filter, 1)).flat()).toEqual(expected);
  });

  test('a page of few of them ends behind 2,000, and the next one goes on there', async () => {
    let read = 0;
    const jobs = watched(world.ports.jobs, (method) => {
      if (method === 'targetChunk') read++;
    });
    const page = await list({ reason: 'AGENT_NOT_FOUND' }, 0, 10, { ...world.ports, jobs });
    expect(page).toEqual({ items: [], nextOffset: 2_000 });
    expect(read).toBe(8);
    expect(await list({ reason: 'AGENT_NOT_FOUND' }, 2_000)).toMatchObject({ items: [{}], nextOffset: null });
  });

  test('behind the last one there are none', async () => {
    expect(await list({}, 5_000)).toEqual({ items: [], nextOffset: null });
  });

  test('of an unknown job are not found', async () => {
    await expect(listJobAgents(world.ports, 'nonsense', null, {}, 0, 10)).rejects.toMatchObject({
      code: 'JOB_NOT_FOUND',
    });
  });
});
