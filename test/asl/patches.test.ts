import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { DISTRIBUTED, mapMachine, only } from '../local/step-functions-fixtures.ts';
import { ask, retry } from './machines.ts';
import { forMoto, hurried } from './patches.ts';
import { deployed } from './workflow-jobs.ts';

const PACE = { retry: 1, timeout: 2, wait: 3 };

/** Every duration of a definition, once each. */
const durations = (definition: unknown): string[] => [
  ...new Set(JSON.stringify(definition).match(/"\w*(Seconds|Rate)":[\d.]+/g)),
];

test('every duration of the deployed definition is replaced', () => {
  expect(durations(deployed)).toEqual(expect.arrayContaining(['"TimeoutSeconds":120', '"Seconds":15']));
  expect(durations(hurried(deployed, PACE)).toSorted()).toEqual([
    '"BackoffRate":1',
    '"IntervalSeconds":1',
    '"MaxDelaySeconds":1',
    '"Seconds":3',
    '"TimeoutSeconds":2',
  ]);
});

test('a definition that lacks a kind of duration is refused', () => {
  const definition = z.json().parse(only(ask({ Retry: [retry(['Busy'])] })));
  expect(() => hurried(definition, PACE)).toThrow('nowhere MaxDelaySeconds, TimeoutSeconds, Seconds');
});

test('nothing else of the deployed definition is changed for moto than its tolerance', () => {
  const text = JSON.stringify(deployed);
  expect(text).toContain('"ToleratedFailurePercentage":100');
  expect(forMoto(deployed)).toBe(text.replace('Percentage":100', 'Percentage":100.0'));
});

test('a tolerance that the patch does not know is refused', () => {
  const states = { Do: ask({ End: true }) };
  const definition = mapMachine(DISTRIBUTED, states, { ToleratedFailurePercentage: '100' });
  expect(() => forMoto(definition)).toThrow('another way');
});
