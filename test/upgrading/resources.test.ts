import { describe, expect, test } from '@jest/globals';
import { changeParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { agentType, later, version } from '../fixtures.ts';
import { Synthesized } from '../infra/synthesized.ts';
import { deployedThings, releasedThings, withEverything } from './released.ts';

const released = releasedThings();
const now = deployedThings(new Synthesized(withEverything, {}));

describe('a stack that is deployed over the last release', () => {
  test.each(Object.entries(released.resources))(
    'keeps %s: nothing that has state is replaced, and running executions find every function that they call',
    (id, resource) => {
      expect(now.resources[id]).toEqual(resource);
    },
  );

  test.each(Object.entries(released.documents))(
    'has %s take what functions of the last release send, whichever of the two is deployed first',
    (name, { parameters, required }) => {
      const document = now.documents[name];
      expect(document?.parameters).toEqual(expect.arrayContaining(parameters));
      expect(required).toEqual(expect.arrayContaining(document?.required ?? []));
    },
  );

  test('sends the document that a running job is pinned to no parameter that it does not know', () => {
    const change = { action: 'upgrade', version: version.version, published: version, network: null } as const;
    const sent = changeParametersOf(agentType, {
      ...change,
      attemptId: 'attempt-1',
      notAfter: later(600),
      allowDowngrade: false,
    });
    expect(released.documents['FleetUpgrade-package-dev']?.parameters).toEqual(
      expect.arrayContaining(Object.keys(sent)),
    );
  });
});
