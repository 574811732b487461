import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, derivedUuid } from '../../functions/domain/agent.ts';
import { Refusal } from '../../functions/domain/errors.ts';
import type { Agents } from '../../functions/domain/ports.ts';
import { agent, later, nodeId, now } from '../fixtures.ts';
import { inTurns, ordersOf, type Turn } from './turns.ts';

/** The same stored agents, for a caller each of whose steps waits for its turn. */
export type AgentsInTurns = (turn?: Turn) => Agents;

/** Calls about one agent, or one node, at once: in whatever order their steps come, an agent has the claim of its node, and a node one agent. */
export function agentsAtOnceContract(name: string, empty: () => Promise<AgentsInTurns>): void {
  describe(`${name}, asked at once,`, () => {
    let agents: AgentsInTurns;
    beforeAll(async () => {
      agents = await empty();
    });

    /** An agent that is at home nowhere else: one store serves all orders. */
    let nodes = 0;
    const fresh = () => ({ here: agent(++nodes), there: agent(nodes, { nodeId: nodeId(++nodes) }) });
    const twinOf = (of: Agent) => ({ ...of, agentUuid: `${of.agentUuid}-twin`, registeredAt: later(61).toISOString() });
    const put = (of: Agent) => (turn: Turn) => agents(turn).register(of);
    const remove = (of: Agent) => (turn: Turn) => agents(turn).remove(of.agentUuid);
    const discover = (of: Agent) => (turn: Turn) =>
      agents(turn).observe({ ...of, tags: null, version: null, seenAt: now.toISOString() });

    /** The agents that say that they live at this place: at most one, and it is found there. */
    const expectOneAtMost = async (place: Agent, ...uuids: readonly string[]) => {
      const stored = [...(await agents().getMany(uuids)).values()];
      const residents = stored.filter((each) => derivedUuid(each) === derivedUuid(place));
      const found = await agents().atPlaces([place]);
      expect([...found.values()].map(({ agentUuid }) => agentUuid)).toEqual(
        residents.map(({ agentUuid }) => agentUuid),
      );
      return residents;
    };

    /** The place has its agent, whom nobody else can double, or is free for another one a minute later. */
    const expectAnAgentWithItsClaimOrNeither = async (of: Agent) => {
      const [resident] = await expectOneAtMost(of, of.agentUuid);
      const doubling = agents().register(twinOf(of));
      if (resident === undefined) expect(await doubling).toMatchObject({ agentUuid: `${of.agentUuid}-twin` });
      else await expect(doubling).rejects.toMatchObject({ code: 'DUPLICATE_AGENT' });
    };

    const expectNoneFailed = (results: readonly PromiseSettledResult<unknown>[]) =>
      expect(results.filter((each) => each.status === 'rejected' && !(each.reason instanceof Refusal))).toEqual([]);

    test.each<[string, (of: Agent) => (turn: Turn) => Promise<unknown>, boolean, number]>([
      ['an agent that is registered again while it is removed', put, true, 3],
      ['an agent that is registered for the first time while it is removed', put, false, 2],
      ['an agent that is discovered again while it is removed', discover, true, 2],
      ['an agent that is discovered for the first time while it is removed', discover, false, 2],
    ])(
      '%s has its claim, or is gone',
      async (_sentence, write, wasThere, changes) => {
        for (const order of ordersOf(5, 4, changes)) {
          const { here } = fresh();
          if (wasThere) await agents().register(here);
          expectNoneFailed(await inTurns(order, [write(here), remove(here)]));
          await expectAnAgentWithItsClaimOrNeither(here);
        }
      },
      60_000,
    );

    test('an agent that is registered here and there has the claim of where it is', async () => {
      await fc.assert(
        fc.asyncProperty(someOrder(2), async (order) => {
          const { here, there } = fresh();
          await agents().register(here);
          expectNoneFailed(await inTurns(order, [put(here), put(there)]));
          for (const place of [here, there]) await expectAnAgentWithItsClaimOrNeither(place);
        }),
        { numRuns: RUNS },
      );
    }, 60_000);

    test('an agent that moves while it is removed leaves no claim at either node, or has its own', async () => {
      await fc.assert(
        fc.asyncProperty(someOrder(2), async (order) => {
          const { here, there } = fresh();
          await agents().register(here);
          expectNoneFailed(await inTurns(order, [put(there), remove(here)]));
          for (const place of [here, there]) await expectAnAgentWithItsClaimOrNeither(place);
        }),
        { numRuns: RUNS },
      );
    }, 60_000);

    test('a node has one agent at most, also where one is removed, comes back, and another one comes', async () => {
      await fc.assert(
        fc.asyncProperty(someOrder(3), async (order) => {
          const { here } = fresh();
          const twin = { ...twinOf(here), registeredAt: here.registeredAt };
          await agents().register(here);
          expectNoneFailed(await inTurns(order, [put(here), remove(here), put(twin)]));
          await expectOneAtMost(here, here.agentUuid, twin.agentUuid);
        }),
        { numRuns: RUNS },
      );
    }, 60_000);
  });
}

/** More of them with FC_RUNS; each takes some 30 calls to DynamoDB. */
const RUNS = Number(process.env['FC_RUNS'] ?? 4);
const someOrder = (calls: number) => fc.array(fc.nat({ max: calls - 1 }), { minLength: 6, maxLength: 7 * calls });
