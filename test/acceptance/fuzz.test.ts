import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiCalls } from './api-calls.ts';
import { type Operation, operations } from './document.ts';
import { Exchanges } from './exchanges.ts';
import { exchange } from './fuzz/exchange.ts';
import { type Known, type Request, requestsOf, shownRequest } from './fuzz/requests.ts';
import { faultOf } from './fuzz/verdict.ts';
import { startTarget, type Target } from './target.ts';

/** For each operation: FC_RUNS asks for more requests, FC_SEED for the same ones again. More than the burst of a route are slower. */
const RUNS = Number(process.env['FC_RUNS'] ?? 20);
const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

let target: Target;
let known: Known;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  target = await startTarget(2);
  const { call, ended } = apiCalls(new Exchanges(() => target));
  const submit = async (change: object) => {
    const body = { agentUuids: ['item1', 'nobody'], targetVersion: '1.5.0', simulated: true, ...change };
    return (await call('/agents/batch-upgrade', { method: 'POST', role: 'operator', body })).body.id;
  };
  const startAt = new Date(Date.now() + 86_400_000).toISOString();
  const [waiting, simulated] = [await submit({ simulated: false, rollout: { startAt } }), await submit({})];
  await ended(simulated);
  known = {
    jobId: [waiting, simulated],
    agentUuid: ['item1', 'item2'],
    agentType: ['demo-agent'],
    version: ['1.5.0', '1.6.0'],
  };
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await target?.stop();
});

/** Whether these are taken depends on what has become of the job. */
const DEPENDS = new Set(['resumeJob', 'approveJob', 'retryJob', 'rollbackJob']);

const seen = new Map<string, Set<number>>();

async function hold(operation: Operation, request: Request) {
  const answer = await exchange(target.baseUrl, target.tokens.admin, request, agent);
  const statuses = seen.get(operation.operationId) ?? new Set();
  seen.set(operation.operationId, statuses.add(answer.status));
  const fault = faultOf(operation, request, answer);
  if (fault !== undefined) throw new Error(`${request.method} ${request.path.slice(0, 300)}: ${fault}`);
}

describe(`whatever is asked, the answer is a documented one (FC_SEED=${SEED} FC_RUNS=${RUNS})`, () => {
  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s',
    async (_name, operation) => {
      await hold(operation, shownRequest(operation, known));
      await fc.assert(
        fc.asyncProperty(requestsOf(operation, known), (request) => hold(operation, request)),
        // A request has one thing wrong: smaller ones would tell little more, and be asked for a long time.
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    },
    60_000 + RUNS * 200,
  );

  test('and each operation was asked something that it takes, and something that it refuses', () => {
    const without = (holds: (status: number) => boolean) =>
      operations.map(({ operationId }) => operationId).filter((id) => ![...(seen.get(id) ?? [])].some(holds));
    expect(without((status) => status >= 400)).toEqual([]);
    expect(without((status) => status < 400).filter((id) => !DEPENDS.has(id))).toEqual([]);
  });
});
