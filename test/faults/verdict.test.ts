import { expect, test } from '@jest/globals';
import type { Played } from './fault.ts';
import { isGood, outcomes, rowOf, table } from './table.ts';
import { verdictOn } from './verdict.ts';

const agent = { agentUuid: 'item1', status: 'success', reason: 'UPGRADED', oldVersion: '1.4.2' };
const upgraded = { version: '1.5.0', healthy: true };
const unchanged = { version: '1.4.2', healthy: true };
const played = (change: object = {}, node: object | undefined = upgraded): Played => ({
  target: '1.5.0',
  agentUuids: ['item1'],
  agents: [{ ...agent, ...change }],
  seconds: 1,
  nodes: new Map([['item1', node as typeof upgraded | undefined]]),
});
const failed = (reason: string) => ({ status: 'failed', reason });

test.each<[string, Played]>([
  ['a success whose node runs the target', played()],
  ['a failure that left the agent as it was', played(failed('DOWNLOAD_FAILED'), unchanged)],
  ['a failure that says that it cannot know', played(failed('NODE_UNREACHABLE'))],
  ['an agent that was never looked at', played({ ...failed('AGENT_OFFLINE'), oldVersion: null }, unchanged)],
  ['an agent whose node is still gone', { ...played(failed('INTERRUPTED')), nodes: new Map() }],
])('%s is true', (_, one) => {
  expect(verdictOn(one)).toEqual({ ended: true, wrong: [], lost: [] });
});

test.each<[string, Played]>([
  ['a success whose node runs another version', played({}, unchanged)],
  ['a success whose node is not healthy', played({}, { ...upgraded, healthy: false })],
  ['a success whose node says nothing', { ...played(), nodes: new Map([['item1', undefined]]) }],
  ['a failure whose node runs the target', played(failed('DOWNLOAD_FAILED'))],
  ['a failure that left no agent', { ...played(failed('DOWNLOAD_FAILED')), nodes: new Map([['item1', undefined]]) }],
])('%s is wrong', (_, one) => {
  expect(verdictOn(one).wrong).toEqual([expect.stringMatching(/^item1 is /)]);
  expect(isGood(rowOf('x', [one]))).toBe(false);
});

test.each<[string, Played]>([
  ['without an outcome', played({ status: null })],
  ['that the answer leaves out', { ...played(), agents: [] }],
  ['of a job that does not end', { ...played(), agents: undefined }],
])('an agent %s is lost', (_, one) => {
  expect(verdictOn(one).lost).toEqual(['item1']);
  expect(isGood(rowOf('x', [one]))).toBe(false);
});

test('outcomes are counted, the most frequent first', () => {
  expect(outcomes([played(failed('NODE_BUSY')), played(), played()])).toBe('UPGRADED 2, NODE_BUSY 1');
});

test('the table has a line for each fault, and what is wrong in words', () => {
  const rows = [rowOf('a fault', [played(), played({}, unchanged)]), rowOf('another', 'nothing can be mounted here')];
  expect(table(rows).split('\n')).toEqual([
    'fault    jobs  ended  wrong  lost  longest',
    'a fault     2      2      1     0    1.0 s',
    'another  skipped: nothing can be mounted here',
    'a fault: item1 is success (UPGRADED), and its node says {"version":"1.4.2","healthy":true}',
  ]);
});
