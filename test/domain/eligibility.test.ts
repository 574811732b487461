import { describe, expect, test } from '@jest/globals';
import { agentTypeSchema } from '../../functions/domain/agent-type.ts';
import type { CatalogueVersion } from '../../functions/domain/catalogue.ts';
import { type EligibilityJob, whyIneligible } from '../../functions/domain/eligibility.ts';
import { agent, agentType, artifact, deprecation, publicKey, signature, version } from '../fixtures.ts';

const signedType = agentTypeSchema.parse({ ...agentType, name: 'signed-agent', publicKey });
const opaque = agentTypeSchema.parse({ ...agentType, name: 'opaque-agent', versionScheme: 'opaque' });
const beat = agentTypeSchema.parse({
  name: 'beat',
  recipe: 'os-package',
  versionScheme: 'dotted',
  packageName: 'beat',
});
const agentTypes = new Map([agentType, signedType, opaque, beat].map((type) => [type.name, type]));

const upgrade: EligibilityJob = { action: 'upgrade', artifact: null, allowDowngrade: false };
const rollback: EligibilityJob = { ...upgrade, action: 'rollback' };
const own = { url: artifact.url, sha256: artifact.sha256, signature: null };

interface Given {
  readonly type?: string;
  readonly runs?: string | null;
  readonly published?: Partial<CatalogueVersion> | null;
  readonly requireChecksum?: boolean;
}

/** An agent at 1.4.2 that is to go to the published 1.5.0. */
function why(
  job: EligibilityJob,
  { type = agentType.name, runs = '1.4.2', published = {}, requireChecksum = true }: Given,
) {
  const stored = published === null ? [] : [[type, { ...version, agentType: type, ...published }] as const];
  const facts = { agentTypes, published: new Map(stored), requireChecksum };
  return whyIneligible(agent(1, { agentType: type, version: runs }), '1.5.0', facts, job);
}

describe('an agent is sent', () => {
  test.each<[string, EligibilityJob, Given]>([
    ['to a version that is published', upgrade, {}],
    ['with an artifact of the job, to one that is not', { ...upgrade, artifact: own }, { published: null }],
    ['from the least version itself', upgrade, { published: { minVersion: '1.4.2' } }],
    ['where nobody knows what it runs', upgrade, { runs: null, published: { minVersion: '1.4.3' } }],
    ['where its scheme has no order', upgrade, { type: 'opaque-agent', published: { minVersion: '1.4.3' } }],
    ['where its version cannot be ordered', upgrade, { runs: 'nightly', published: { minVersion: '1.4.3' } }],
    ['back, whatever the least version is', rollback, { published: { minVersion: '1.4.3' } }],
    ['back, also to a version that is deprecated', rollback, { published: { deprecation } }],
    ['back, also to one that is not published', rollback, { published: null }],
    ['back, also to one of which nobody signed the artifact', rollback, { type: 'signed-agent' }],
    [
      'a signature instead of a checksum',
      upgrade,
      { type: 'signed-agent', published: { artifacts: [{ ...artifact, sha256: null, signature }] } },
    ],
    [
      'what nobody can check, where the deployment does not ask for it',
      upgrade,
      { requireChecksum: false, published: { artifacts: [{ ...artifact, sha256: null }] } },
    ],
    [
      'an artifact of the job with a signature',
      { ...upgrade, artifact: { ...own, sha256: null, signature } },
      { type: 'signed-agent' },
    ],
    ['a package of its operating system', upgrade, { type: 'beat' }],
  ])('%s', (_sentence, job, given) => {
    expect(why(job, given)).toBeUndefined();
  });
});

describe('an agent is not sent', () => {
  test.each<[string, EligibilityJob, Given, string, string]>([
    ['of an unknown type, not even back', rollback, { type: 'gone' }, 'AGENT_TYPE_UNKNOWN', ''],
    ['to a version that is not published', upgrade, { published: null }, 'VERSION_NOT_FOUND', ''],
    [
      'to one that is deprecated, and is told by whom and why',
      upgrade,
      { published: { deprecation } },
      'VERSION_DEPRECATED',
      'demo-agent 1.5.0 was deprecated by alice: it leaks',
    ],
    [
      'to one that is deprecated, with an artifact of the job either',
      { ...upgrade, artifact: own },
      { published: { deprecation } },
      'VERSION_DEPRECATED',
      'alice',
    ],
    [
      'from a version below the least one, and is told both',
      upgrade,
      { published: { minVersion: '1.4.3' } },
      'VERSION_TOO_OLD',
      'The agent runs 1.4.2, and 1.5.0 takes minVersion 1.4.3 or newer: upgrade to that first.',
    ],
    [
      'from a version below the least one, installed anew or not',
      { ...upgrade, action: 'reinstall', allowDowngrade: true },
      { published: { minVersion: '1.4.3' } },
      'VERSION_TOO_OLD',
      '1.4.3',
    ],
    ['down, where nobody allowed it', upgrade, { runs: '1.6.0' }, 'DOWNGRADE_NOT_ALLOWED', ''],
    [
      'an artifact that its recipe does not take',
      { ...upgrade, artifact: own },
      { type: 'beat' },
      'ARTIFACT_UNUSABLE',
      '',
    ],
    [
      'an artifact of the job without a signature, where its type has a key',
      { ...upgrade, artifact: own },
      { type: 'signed-agent' },
      'ARTIFACT_UNUSABLE',
      'signature',
    ],
    [
      'one of the catalogue from before its type had a key',
      upgrade,
      { type: 'signed-agent' },
      'ARTIFACT_UNUSABLE',
      'signature',
    ],
    [
      'an artifact with a signature that its nodes have no key for, and no checksum',
      { ...upgrade, artifact: { ...own, sha256: null, signature } },
      {},
      'ARTIFACT_UNUSABLE',
      'sha256',
    ],
  ])('%s', (_sentence, job, given, reason, words) => {
    const found = why(job, given);
    expect(found?.reason).toBe(reason);
    if (words === '') expect(found?.detail).toBeUndefined();
    else expect(found?.detail).toContain(words);
  });
});
