import { expect, test } from '@jest/globals';
import { nodeOf } from '../../../functions/domain/agent.ts';
import { removeAgent } from '../../../functions/domain/use-cases/remove-agent.ts';
import { memoryStores } from '../../fakes/memory-stores.ts';
import { watched } from '../../fakes/watched.ts';
import { agent, jobId, later, now } from '../../fixtures.ts';

const hold = { node: nodeOf(agent(1)), agentType: agent(1).agentType, jobId, until: later(60) };

test.each([
  ['that a job holds is not removed', hold, { kind: 'conflict', code: 'AGENT_BUSY' }],
  ['that a job held is', { ...hold, until: now }, undefined],
  ['is, while a job holds another one of its node', { ...hold, agentType: 'other-agent' }, undefined],
])('an agent %s', async (_sentence, held, refusal) => {
  const stores = memoryStores();
  await stores.agents.register(agent(1));
  await stores.holds.acquire(held, later(-60));
  const removing = removeAgent(stores, 'item1', null, now);
  if (refusal) await expect(removing).rejects.toMatchObject({ ...refusal, message: expect.stringContaining(jobId) });
  else await removing;
  expect((await stores.agents.get('item1')) === undefined).toBe(refusal === undefined);
});

test.each(['item2', 'x'.repeat(3000), ''])('%s is not there to be removed', async (agentUuid) => {
  const removing = removeAgent(memoryStores(), agentUuid, null, now);
  await expect(removing).rejects.toMatchObject({ kind: 'not-found', code: 'AGENT_NOT_FOUND' });
});

test('of two who remove an agent, one is told that it is gone', async () => {
  const stores = memoryStores();
  await stores.agents.register(agent(1));
  const late = watched(stores.agents, () => undefined);
  late.remove = async () => false;
  await expect(removeAgent({ ...stores, agents: late }, 'item1', null, now)).rejects.toMatchObject({
    kind: 'not-found',
  });
});
