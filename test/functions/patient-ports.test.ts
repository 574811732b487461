import { expect, test } from '@jest/globals';
import { patientConnections, patientInstances } from '../../functions/patient-ports.ts';
import { nodeId } from '../fixtures.ts';

const told = new Map([[nodeId(1), 'online' as const]]);

test('which nodes are online is what Systems Manager says', async () => {
  const connections = patientConnections({ connections: async () => told }, () => undefined);
  expect(await connections.connections([nodeId(1)])).toEqual(told);
});

test('where it does not answer no node is online, and the error is told', async () => {
  const problems: unknown[] = [];
  const broken = { connections: async () => Promise.reject(new Error('throttled')) };
  const connections = patientConnections(broken, (problem) => problems.push(problem));
  expect(await connections.connections([nodeId(1)])).toEqual(new Map());
  expect(problems).toEqual([new Error('throttled')]);
});

test('where EC2 does not answer no instance has ended, and the error is told', async () => {
  const problems: unknown[] = [];
  const broken = { describe: async () => Promise.reject(new Error('UnauthorizedOperation')) };
  const instances = patientInstances(broken, (problem) => problems.push(problem));
  expect((await instances.describe(['i-1'])).get('i-1')?.state).toBe('unknown');
  expect(problems).toEqual([new Error('UnauthorizedOperation')]);
});
