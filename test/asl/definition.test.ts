import { describe, expect, test } from '@jest/globals';
import { DefinitionError, parseDefinition } from '../../local/step-functions/definition.ts';
import { isObject, type Json } from '../../local/step-functions/json.ts';
import { requireValid } from '../local/step-functions-fixtures.ts';
import { deployed } from './workflow-jobs.ts';

/** Why a definition is refused: by the independent validator, and by our interpreter. */
function refusals(definition: Json): { validator: string | undefined; ours: string | undefined } {
  return { validator: messageOf(() => requireValid(definition)), ours: messageOf(() => parseDefinition(definition)) };
}

function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof DefinitionError ? error.problems.join('\n') : String(error);
  }
}

/** The deployed definition with other parameters for a state of the job. */
function withPayload(name: string, payload: Json): Json {
  const { States, ...machine } = objectOf(deployed);
  const states = objectOf(States);
  const state = objectOf(states[name]);
  const Parameters = { ...objectOf(state['Parameters']), Payload: payload };
  return { ...machine, States: { ...states, [name]: { ...state, Parameters } } };
}

function objectOf(json: Json | undefined) {
  if (!isObject(json)) throw new Error(`${JSON.stringify(json)} is no object.`);
  return json;
}

describe('the deployed definition', () => {
  test('is accepted by an independent validator and by our strict interpreter', () => {
    expect(refusals(deployed)).toEqual({ validator: undefined, ours: undefined });
  });

  test.each<[why: string, payload: Json]>([
    ['that gives no token away', { 'jobId.$': '$.jobId' }],
    ['that gives the text "$$.Task.Token" away', { 'jobId.$': '$.jobId', token: '$$.Task.Token' }],
  ])('would be refused with a token task %s, which the validator does not see', (_, payload) => {
    expect(refusals(withPayload('Wait until woken', payload))).toEqual({
      validator: undefined,
      ours: expect.stringContaining('state "Wait until woken", field Parameters.Payload: nowhere gives $$.Task.Token'),
    });
  });

  test('would be refused by both with a state that is not there', () => {
    expect(refusals({ ...objectOf(deployed), StartAt: 'Nowhere' })).toEqual({
      validator: expect.any(String),
      ours: expect.stringContaining('Nowhere'),
    });
  });
});
