import { expect, test } from '@jest/globals';
import { patient } from '../../functions/fact-ports.ts';
import { nodeId } from '../fixtures.ts';

const told = new Map([[nodeId(1), 'online' as const]]);

test('which nodes are online is what Systems Manager says', async () => {
  const connections = patient({ connections: async () => told }, () => undefined);
  expect(await connections.connections([nodeId(1)])).toEqual(told);
});

test('where it does not answer no node is online, and the error is told', async () => {
  const problems: unknown[] = [];
  const broken = { connections: async () => Promise.reject(new Error('throttled')) };
  const connections = patient(broken, (problem) => problems.push(problem));
  expect(await connections.connections([nodeId(1)])).toEqual(new Map());
  expect(problems).toEqual([new Error('throttled')]);
});
