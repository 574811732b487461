import { expect, test } from '@jest/globals';
import { simulated } from '../../console/docs/simulated.js';

const post = (path: string, body?: unknown) => ({
  method: 'POST',
  url: `https://fleet.example.com/api/v1${path}`,
  body,
});

test.each([
  ['an upgrade', '/agents/batch-upgrade', '{"targetVersion":"1.5.0"}', { targetVersion: '1.5.0', simulated: true }],
  ['one that says otherwise', '/agents/batch-upgrade', '{"simulated":false}', { simulated: true }],
  ['the upgrade of one agent', '/agents/item1/upgrade', '{}', { simulated: true }],
  ['a retry without a body', '/upgrade-jobs/upgrade-job-1/retry', undefined, { simulated: true }],
])('%s is simulated', (_sentence, path, body, expected) => {
  expect(JSON.parse(String(simulated(post(path, body)).body))).toEqual(expected);
});

test.each([
  ['a job that is read', { method: 'GET', url: '/api/v1/upgrade-jobs/upgrade-job-1' }],
  ['a pause', post('/upgrade-jobs/upgrade-job-1/pause')],
  ['a version that is published', post('/versions', '{}')],
])('%s is sent as it is', (_sentence, request) => {
  expect(simulated(request)).toBe(request);
});

test('what cannot be simulated is not sent', () => {
  expect(() => simulated(post('/upgrade-jobs/upgrade-job-1/rollback'))).toThrow('cannot be simulated');
  expect(() => simulated(post('/agents/batch-upgrade', '[1]'))).toThrow('no JSON object');
  expect(() => simulated(post('/agents/batch-upgrade', '{'))).toThrow();
});
