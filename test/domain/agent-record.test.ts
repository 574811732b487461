import { describe, expect, test } from '@jest/globals';
import type { Agent } from '../../functions/domain/agent.ts';
import { type Observation, observed, reported, vanished } from '../../functions/domain/agent-record.ts';
import { agent, later, now } from '../fixtures.ts';

const platform = { type: 'linux', name: 'Amazon Linux', version: '2023', architecture: 'arm64' } as const;
const known = agent(1, { platform, connection: 'online', lastSeenAt: now.toISOString(), tags: { site: 'a' } });
const { agentUuid, agentType, account, region, nodeId } = known;

/** What was seen of the known agent, and does not differ. */
const seen: Observation = {
  ...{ agentUuid, agentType, account, region, nodeId, platform, connection: 'online' },
  tags: { site: 'a' },
  lastSeenAt: now.toISOString(),
  version: { version: '1.4.2', reportedAt: '2026-01-01T00:00:00.000Z' },
  seenAt: later(60).toISOString(),
};

describe('of what is seen, is there anything to write down?', () => {
  const discovered: Agent = { ...known, origin: 'discovered' };
  const reportedLater = { version: '1.4.2', reportedAt: '2026-01-02T00:00:00.000Z' };

  test.each<[string, Agent, Partial<Observation>, Partial<Agent> | undefined]>([
    ['the same again', known, {}, undefined],
    ['a ping of less than a day later', known, { lastSeenAt: later(86_399).toISOString() }, undefined],
    [
      'a ping of a day later',
      known,
      { lastSeenAt: later(86_400).toISOString() },
      { lastSeenAt: later(86_400).toISOString() },
    ],
    ['a ping of before', known, { lastSeenAt: later(-86_400).toISOString() }, undefined],
    ['a ping written otherwise', known, { lastSeenAt: '2026-01-15T08:00:00Z' }, undefined],
    ['the first ping', { ...known, lastSeenAt: null }, {}, { lastSeenAt: now.toISOString() }],
    ['the connection is lost', known, { connection: 'offline' }, { connection: 'offline' }],
    [
      'nobody looked',
      known,
      { connection: null, platform: null, lastSeenAt: null, tags: null, version: null },
      undefined,
    ],
    [
      'another platform',
      known,
      { platform: { ...platform, version: '2027' } },
      { platform: { ...platform, version: '2027' } },
    ],
    [
      'the same platform in another order',
      known,
      { platform: { architecture: 'arm64', version: '2023', name: 'Amazon Linux', type: 'linux' } },
      undefined,
    ],
    ['other tags of one that was registered', known, { tags: { site: 'b' } }, undefined],
    ['other tags of one that was discovered', discovered, { tags: { site: 'b' } }, { tags: { site: 'b' } }],
    ['no tags of one that was discovered', discovered, { tags: {} }, { tags: {} }],
    [
      'another version',
      known,
      { version: { ...reportedLater, version: '1.5.0' } },
      { version: '1.5.0', versions: [{ version: '1.4.2', reportedAt: '2026-01-01T00:00:00.000Z' }] },
    ],
    [
      'another version, reported before',
      known,
      { version: { version: '1.3.0', reportedAt: '2025-12-31T00:00:00.000Z' } },
      undefined,
    ],
    [
      'the same version, a day later',
      known,
      { version: reportedLater },
      { versionReportedAt: reportedLater.reportedAt, versions: [] },
    ],
    [
      'the same version, hours later',
      known,
      { version: { version: '1.4.2', reportedAt: '2026-01-01T12:00:00.000Z' } },
      undefined,
    ],
    ['one that had vanished', { ...known, vanishedAt: now.toISOString() }, {}, { vanishedAt: null }],
  ])('%s', (_sentence, before, change, expected) => {
    const next = observed(before, { ...seen, ...change });
    if (expected === undefined) expect(next).toBeUndefined();
    else expect(next).toMatchObject(expected);
  });

  test('one that is new is as it was seen', () => {
    expect(observed(undefined, seen)).toEqual({ ...discovered, registeredAt: seen.seenAt });
  });
});

describe('a report of a node', () => {
  test('shows that it is there', () => {
    const gone = { ...known, vanishedAt: later(10).toISOString() };
    expect(reported(gone, '1.4.2', later(9).toISOString()).vanishedAt).toBe(gone.vanishedAt);
    expect(reported(gone, '1.4.2', later(11).toISOString())).toMatchObject({
      vanishedAt: null,
      lastSeenAt: later(11).toISOString(),
    });
  });

  test('of the same version adds none to those from before', () => {
    expect(reported(known, '1.4.2', now.toISOString()).versions).toEqual([]);
  });

  test.each([
    ['of an agent of which nothing was known', null, ['1.4.2']],
    ['of one that was thought to run that version', '1.4.2', ['1.4.2']],
    ['of one that was thought to run another', '1.4.0', ['1.4.2', '1.4.0']],
    ['that is noted already', '1.5.0', []],
  ])('with the version from before, %s, keeps it', (_sentence, version, expected) => {
    const before = { ...known, version, versionReportedAt: version && known.versionReportedAt };
    const once = reported(before, '1.5.0', now.toISOString(), '1.4.2');
    expect(once).toMatchObject({ version: '1.5.0', versions: expected.map((version) => ({ version })) });
    expect(reported(once, '1.5.0', now.toISOString(), '1.4.2')).toEqual(once);
    expect(reported(once, '1.5.0', later(1).toISOString(), '1.4.2').versions).toEqual(once.versions);
  });

  test('that is the first has none before it', () => {
    const silent = { ...known, version: null, versionReportedAt: null };
    expect(reported(silent, '1.4.2', now.toISOString())).toMatchObject({ version: '1.4.2', versions: [] });
  });
});

test('a node that was seen after it was missed has not vanished', () => {
  expect(vanished(known, later(-1).toISOString())).toBeUndefined();
  expect(vanished(known, later(1).toISOString())).toMatchObject({
    vanishedAt: later(1).toISOString(),
    connection: null,
  });
});
