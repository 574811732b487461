import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Launched, launch } from '../../local/launch.ts';

/* The real functions over the embedded stack, one of whose two nodes loses its connection. */

const folder = mkdtempSync(join(tmpdir(), 'offline-test-'));
const problems: string[] = [];
let launched: Launched;
beforeAll(async () => {
  launched = await launch({ agents: 2, folder, onProblem: (problem) => problems.push(problem) });
}, 120_000);
afterAll(async () => {
  await launched?.stop();
  await rm(folder, { recursive: true });
});

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${launched.stack.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${launched.tokens.operator}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return JSON.parse(await response.text());
}

/** Asks until the job is in this state; the test's own time limit ends the asking. */
async function until(id: string, key: string, value: string) {
  for (;;) {
    const job = await call('GET', `/upgrade-jobs/${id}`);
    if (job[key] === value) return job;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('a job waits for the node that is offline, and is cancelled meanwhile', async () => {
  const [, gone] = launched.fleet;
  launched.stack.ssm.setPingStatus(gone?.nodeId ?? '', 'ConnectionLost');
  const request = { agentUuids: 'item1,item2', targetVersion: '1.5.0', offline: { waitHours: 1 } };
  const { id } = await call('POST', '/agents/batch-upgrade', {
    ...request,
    rollout: { waves: [{ size: 1 }, { size: 1 }] },
  });
  expect(await until(id, 'reason', 'WAITING_FOR_NODES')).toMatchObject({
    status: 'running',
    phase: 'running',
    agents: [{ status: 'success' }, { status: null, state: 'pending', reason: 'WAITING_FOR_NODE' }],
  });
  await call('POST', `/upgrade-jobs/${id}/cancel`);
  expect(await until(id, 'phase', 'done')).toMatchObject({
    reason: 'CANCELLED',
    agents: [{ status: 'success' }, { status: 'failed', reason: 'NOT_STARTED' }],
  });
  expect(problems).toEqual([]);
}, 60_000);
