import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Agent, derivedUuid } from '../../functions/domain/agent.ts';
import type { Observation } from '../../functions/domain/agent-record.ts';
import type { CatalogueVersion, VersionStatus } from '../../functions/domain/catalogue.ts';
import type { Walks } from '../../functions/domain/discovery-ports.ts';
import { ConcurrentWrite, Refusal } from '../../functions/domain/errors.ts';
import { scopeKey } from '../../functions/domain/freeze.ts';
import type {
  Agents,
  Batches,
  Catalogue,
  CommandTokens,
  Freezes,
  Holds,
  Jobs,
  Page,
  Plans,
  Requests,
} from '../../functions/domain/ports.ts';
import type { TargetDecision } from '../../functions/domain/rollout.ts';
import { newWalk } from '../../functions/domain/walk.ts';
import {
  agent,
  artifact,
  batch,
  berlin,
  deprecation,
  freeze,
  job,
  jobId,
  later,
  longestScope,
  nodeId,
  now,
  plannedJob,
  version,
} from '../fixtures.ts';
import { listedJobsContract } from './listed-jobs.ts';

export interface Stores {
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly agents: Agents;
  readonly catalogue: Catalogue;
  readonly freezes: Freezes;
  readonly holds: Holds;
  readonly plans: Plans;
  readonly requests: Requests;
  readonly tokens: CommandTokens;
  readonly walks: Walks;
}

const platform = { type: 'linux', name: 'Amazon Linux', version: '2023', architecture: null } as const;

/** Agent number `index`, seen online just now. */
const observation = (index: number, change: Partial<Observation> = {}): Observation => {
  const { agentUuid, agentType, account, region, nodeId } = agent(index);
  const at = now.toISOString();
  const place = { agentUuid, agentType, account, region, nodeId };
  return {
    ...place,
    platform,
    connection: 'online',
    tags: { site: 'berlin' },
    lastSeenAt: at,
    version: null,
    seenAt: at,
    ...change,
  };
};

const otherJobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3E';

/** What every set of stores does, the real one and its twin alike. `empty` answers stores with nothing in them, by whose clock it is `clock()`. */
export function storesContract(name: string, empty: (clock: () => Date) => Promise<Stores>): void {
  describe(`${name} keep the stores' contract`, () => {
    let stores: Stores;
    let clock: Date;
    beforeEach(async () => {
      clock = now;
      stores = await empty(() => clock);
    });

    describe('jobs', () => {
      const targets = Array.from({ length: 600 }, (_, index) => `item${index}`);
      const stored = job({ targetCount: targets.length, fence: berlin });
      const decisions: TargetDecision[] = targets
        .slice(0, 250)
        .map(() => ({ kind: 'done', reason: 'AGENT_NOT_FOUND', oldVersion: null }));

      test('a job that is created is read back as it was', async () => {
        await stores.jobs.create(stored, targets);
        expect(await stores.jobs.get(jobId)).toEqual(stored);
      });

      test('an unknown job is undefined', async () => {
        expect(await stores.jobs.get(jobId)).toBeUndefined();
      });

      test('creating again changes nothing', async () => {
        await stores.jobs.create(stored, targets);
        await stores.jobs.create({ ...stored, note: 'another' }, ['other']);
        expect(await stores.jobs.get(jobId)).toEqual(stored);
        expect((await stores.jobs.targetChunk(jobId, 0)).targets).toEqual(targets.slice(0, 250));
      });

      test('targets come back in order, 250 in a chunk', async () => {
        await stores.jobs.create(stored, targets);
        const chunks = await stores.jobs.targetChunks(stored);
        expect(chunks.map((chunk) => chunk.targets.length)).toEqual([250, 250, 100]);
        expect(chunks.flatMap((chunk) => chunk.targets)).toEqual(targets);
        expect(chunks.map((chunk) => chunk.decisions)).toEqual([null, null, null]);
      });

      test('the first decisions of a chunk win', async () => {
        await stores.jobs.create(stored, targets);
        const other = decisions.map(() => ({ kind: 'done', reason: 'VERSION_NOT_FOUND', oldVersion: null }) as const);
        expect(await stores.jobs.decideTargets(jobId, 0, decisions)).toEqual(decisions);
        expect(await stores.jobs.decideTargets(jobId, 0, other)).toEqual(decisions);
        expect((await stores.jobs.targetChunk(jobId, 0)).decisions).toEqual(decisions);
      });

      test('targets that are found later are stored once, with where finding goes on', async () => {
        await stores.jobs.create({ ...stored, targetCount: 0 }, []);
        const found = { targets: ['item1', 'item2'], versions: ['1.4.2', null], next: 'somewhere' };
        expect(await stores.jobs.addTargets(jobId, 0, found)).toEqual(found);
        expect(await stores.jobs.addTargets(jobId, 0, { targets: ['other'], versions: null, next: null })).toEqual(
          found,
        );
        expect(await stores.jobs.targetChunk(jobId, 0)).toEqual({ ...found, decisions: null });
      });

      test('a chunk that is not there is an error', async () => {
        await expect(stores.jobs.targetChunk(jobId, 0)).rejects.toThrow();
      });

      test('kept events come back in order, as many as asked for, from the number asked for', async () => {
        const event = (number: number) => ({ ...stored.lastEvent, number });
        for (const number of [2, 10, 1, 2, 3]) await stores.jobs.keepEvent(jobId, event(number));
        expect(await stores.jobs.keptEvents(jobId, 1, 250)).toEqual([event(1), event(2), event(3), event(10)]);
        expect(await stores.jobs.keptEvents(jobId, 2, 2)).toEqual([event(2), event(3)]);
        expect(await stores.jobs.keptEvents(otherJobId, 1, 2)).toEqual([]);
      });

      test('a save raises the revision, and one that read an older one is refused', async () => {
        await stores.jobs.create(stored, targets);
        const saved = await stores.jobs.save({ ...stored, note: 'first' });
        expect(saved).toEqual({ ...stored, note: 'first', revision: 1 });
        await expect(stores.jobs.save({ ...stored, note: 'second' })).rejects.toThrow(ConcurrentWrite);
        expect(await stores.jobs.get(jobId)).toEqual(saved);
      });

      test('saving a job that is not there is refused', async () => {
        await expect(stores.jobs.save(stored)).rejects.toThrow(ConcurrentWrite);
      });

      test('open jobs are listed oldest first until they are done', async () => {
        const younger = { ...plannedJob(1), id: otherJobId, createdAt: later(1).toISOString() };
        await stores.jobs.create(younger, ['item1']);
        await stores.jobs.create(stored, targets);
        expect((await stores.jobs.listOpen(null)).items.map(({ id }) => id)).toEqual([jobId, otherJobId]);
        await stores.jobs.save({ ...stored, phase: 'done', status: 'success' });
        expect((await stores.jobs.listOpen(null)).items.map(({ id }) => id)).toEqual([otherJobId]);
        expect((await stores.jobs.listEnded(null, 10)).items.map(({ id }) => id)).toEqual([jobId]);
      });

      test('of an open job it is listed where it is, and since when', async () => {
        await stores.jobs.create(stored, targets);
        const { phase, reason, lastEvent } = stored;
        expect((await stores.jobs.listOpen(null)).items).toMatchObject([
          { phase, reason, lastEvent: { at: lastEvent.at } },
        ]);
      });

      test.each(['listOpen', 'listEnded'] as const)('%s goes on behind the cursor, one job at a time', async (list) => {
        const ended = list === 'listEnded' ? ({ phase: 'done', status: 'success' } as const) : {};
        for (const change of [{}, { id: otherJobId, createdAt: later(1).toISOString() }]) {
          const created = { ...plannedJob(1), ...change };
          await stores.jobs.create(created, ['item1']);
          await stores.jobs.save({ ...created, ...ended });
        }
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof stores.jobs.listEnded>> = await stores.jobs[list](cursor, 1);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual([jobId, otherJobId]);
      });
    });

    listedJobsContract(() => stores.jobs);

    describe('batches', () => {
      const stored = batch(2);

      test('a batch is created once and read back as it was', async () => {
        await stores.batches.create(stored);
        await stores.batches.create({ ...stored, attempt: 2 });
        expect(await stores.batches.get(jobId, 0)).toEqual(stored);
        expect(await stores.batches.get(jobId, 1)).toBeUndefined();
      });

      test('a save raises the revision, and one that read an older one is refused', async () => {
        await stores.batches.create(stored);
        const saved = await stores.batches.save({ ...stored, state: 'claimed' });
        expect(saved).toEqual({ ...stored, state: 'claimed', revision: 1 });
        await expect(stores.batches.save(stored)).rejects.toThrow(ConcurrentWrite);
      });

      test('a range is listed in order, over the borders of partitions', async () => {
        for (let number = 69; number >= 0; number--) await stores.batches.create({ ...stored, number });
        const numbers = async (from: number, to: number) =>
          (await stores.batches.list(jobId, from, to)).map(({ number }) => number);
        expect(await numbers(0, 70)).toEqual(Array.from({ length: 70 }, (_, index) => index));
        expect(await numbers(24, 26)).toEqual([24, 25]);
        expect(await numbers(5, 5)).toEqual([]);
      });

      describe('tallies', () => {
        const tally = (failed: number) => ({ finished: 50, failed, vanished: 1 });
        const keep = (number: number, failed: number, revision = 2) =>
          stores.batches.keepTally({ jobId, number, revision }, tally(failed));
        const failures = async (to: number) => (await stores.batches.tallies(jobId, to)).map(({ failed }) => failed);

        test('are read back in order, over the borders of partitions, those of other jobs left out', async () => {
          await stores.batches.keepTally({ jobId: otherJobId, number: 0, revision: 1 }, tally(9));
          for (const number of [600, 250, 249, 3]) await keep(number, number % 7);
          expect(await stores.batches.tallies(jobId, 601)).toEqual([3, 4, 5, 5].map(tally));
          expect(await failures(600)).toEqual([3, 4, 5]);
          expect(await failures(0)).toEqual([]);
        });

        test.each([
          ['of a later revision is kept, also with fewer failures', 3, 1, 1],
          ['of an earlier revision is not', 1, 9, 5],
          ['of the same revision is kept with as many failures', 2, 5, 5],
          ['of the same revision is kept with more', 2, 6, 6],
          ['of the same revision is not kept with fewer', 2, 4, 5],
        ])('one %s', async (_, revision, failed, kept) => {
          await keep(0, 5);
          await keep(0, failed, revision);
          expect(await failures(1)).toEqual([kept]);
        });
      });
    });

    describe('agents', () => {
      test('an agent that is registered is read back, alone and among others', async () => {
        await stores.agents.register(agent(1));
        expect(await stores.agents.get('item1')).toEqual(agent(1));
        expect(await stores.agents.get('item2')).toBeUndefined();
        expect(await stores.agents.getMany(['item2', 'item1'])).toEqual(new Map([['item1', agent(1)]]));
      });

      test('tags that are called like parts of a JavaScript object are read back, too', async () => {
        const names = ['prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', '__type', 'length'];
        const tags = Object.fromEntries(names.map((name) => [name, `a ${name}`]));
        expect(await stores.agents.register(agent(1, { tags }))).toEqual(agent(1, { tags }));
        expect(await stores.agents.get('item1')).toEqual(agent(1, { tags }));
      });

      test('more agents than one read takes are found', async () => {
        const agents = Array.from({ length: 230 }, (_, index) => agent(index));
        await Promise.all(agents.map((each) => stores.agents.register(each)));
        expect((await stores.agents.getMany(agents.map(({ agentUuid }) => agentUuid))).size).toBe(230);
      }, 30_000);

      test('registering again changes tags and keeps what the node reported and the first registration', async () => {
        await stores.agents.register(agent(1));
        const again = agent(1, {
          tags: { site: 'a' },
          version: null,
          versionReportedAt: null,
          registeredAt: now.toISOString(),
        });
        expect(await stores.agents.register(again)).toEqual(agent(1, { tags: { site: 'a' } }));
        expect(await stores.agents.get('item1')).toEqual(agent(1, { tags: { site: 'a' } }));
      });

      test('an agent that moves to another node forgets the version that the old one reported', async () => {
        await stores.agents.register(agent(1));
        const moved = agent(1, { nodeId: agent(9).nodeId, version: null, versionReportedAt: null });
        expect(await stores.agents.register(moved)).toEqual(moved);
        expect(await stores.agents.register(agent(2, { nodeId: agent(1).nodeId }))).toMatchObject({
          agentUuid: 'item2',
        });
      });

      test('a second agentUuid for the same agent is refused', async () => {
        await stores.agents.register(agent(1));
        await expect(stores.agents.register(agent(2, { nodeId: agent(1).nodeId }))).rejects.toThrow(Refusal);
        expect(await stores.agents.get('item2')).toBeUndefined();
      });

      test.each([
        ['a later report is noted', later(1), '1.5.0'],
        ['a report from before the known one is not', new Date('2025-12-31T00:00:00.000Z'), '1.4.2'],
      ])('%s', async (_sentence, reportedAt, expected) => {
        await stores.agents.register(agent(1));
        await stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], reportedAt);
        expect((await stores.agents.get('item1'))?.version).toBe(expected);
      });

      test('reports of several agents are noted, and none of one that is gone', async () => {
        for (const index of [1, 2]) await stores.agents.register(agent(index));
        const reports = [1, 2, 3].map((index) => ({ agentUuid: `item${index}`, version: `1.5.${index}` }));
        await stores.agents.recordVersions(reports, now);
        const found = await stores.agents.getMany(['item1', 'item2', 'item3']);
        expect([...found.values()].map(({ version }) => version).sort()).toEqual(['1.5.1', '1.5.2']);
      });

      test('the first report of an agent is noted', async () => {
        await stores.agents.register(agent(1, { version: null, versionReportedAt: null }));
        await stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], now);
        expect(await stores.agents.get('item1')).toMatchObject({
          version: '1.5.0',
          versionReportedAt: now.toISOString(),
        });
      });

      test('a report is noted as it is, also where it is no version that anybody could ask for', async () => {
        await stores.agents.register(agent(1));
        await stores.agents.recordVersions([{ agentUuid: 'item1', version: 'Agent 1.5 (build "7")' }], now);
        expect((await stores.agents.list(1, null)).items).toMatchObject([{ version: 'Agent 1.5 (build "7")' }]);
      });

      test('a report about an agent that is gone creates none', async () => {
        await stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], now);
        expect(await stores.agents.get('item1')).toBeUndefined();
      });

      test('versions from before are kept, newest first, at most 10', async () => {
        await stores.agents.register(agent(1));
        const report = (patch: number) =>
          stores.agents.recordVersions([{ agentUuid: 'item1', version: `1.5.${patch}` }], later(patch));
        await report(0);
        expect((await stores.agents.get('item1'))?.versions).toEqual([
          { version: '1.4.2', reportedAt: '2026-01-01T00:00:00.000Z' },
        ]);
        for (let patch = 1; patch < 12; patch++) await report(patch);
        const { version, versions = [] } = (await stores.agents.get('item1')) ?? {};
        expect(version).toBe('1.5.11');
        expect(versions.map(({ version }) => version)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `1.5.${n}`));
      });

      test('what is seen of an agent is noted once, and what its registrant said stays', async () => {
        await stores.agents.register(agent(1, { tags: { site: 'a' } }));
        expect(await stores.agents.observe(observation(1))).toBe('changed');
        const expected = {
          ...agent(1, { tags: { site: 'a' } }),
          platform,
          connection: 'online',
          lastSeenAt: now.toISOString(),
        };
        expect(await stores.agents.get('item1')).toEqual(expected);
        expect(await stores.agents.observe(observation(1))).toBe('unchanged');
        expect(await stores.agents.get('item1')).toEqual(expected);
      });

      test('an agent that nobody registered is added once, with the tags of its node', async () => {
        const seen = observation(1, { version: { version: '1.4.2', reportedAt: now.toISOString() } });
        expect(await stores.agents.observe(seen)).toBe('created');
        expect(await stores.agents.observe(seen)).toBe('unchanged');
        expect((await stores.agents.list(10, null)).items).toEqual([
          {
            ...agent(1, { origin: 'discovered', tags: { site: 'berlin' }, platform, connection: 'online' }),
            ...{ versionReportedAt: now.toISOString(), lastSeenAt: now.toISOString(), registeredAt: now.toISOString() },
          },
        ]);
        expect(await stores.agents.register(agent(1, { tags: { site: 'a' } }))).toMatchObject({
          origin: 'registered',
          tags: { site: 'a' },
          connection: 'online',
        });
      });

      test.each([
        ['at a place that has another agentUuid', observation(2, { nodeId: agent(1).nodeId })],
        ['whose agentUuid is at another place', observation(1, { nodeId: agent(2).nodeId })],
      ])('an agent %s is not written, and takes nothing', async (_sentence, seen) => {
        await stores.agents.register(agent(1));
        expect(await stores.agents.observe(seen)).toBe('conflict');
        expect((await stores.agents.list(10, null)).items).toEqual([agent(1)]);
        expect(await stores.agents.observe(observation(3, { nodeId: agent(2).nodeId }))).toBe('created');
      });

      test('agents are found at their places, whatever they are called', async () => {
        await stores.agents.register(agent(1));
        await stores.agents.register(agent(2, { agentUuid: 'alias' }));
        await stores.agents.register(agent(1, { nodeId: agent(5).nodeId, version: null }));
        const found = await stores.agents.atPlaces([1, 2, 3, 5, 5].map((index) => agent(index)));
        expect([...found].map(([place, { agentUuid }]) => [place, agentUuid]).sort()).toEqual([
          [derivedUuid(agent(2)), 'alias'],
          [derivedUuid(agent(5)), 'item1'],
        ]);
      });

      test('an agent is removed once, and its node is free', async () => {
        await stores.agents.register(agent(1));
        expect(await stores.agents.remove('item1')).toBe(true);
        expect(await stores.agents.remove('item1')).toBe(false);
        expect((await stores.agents.list(10, null)).items).toEqual([]);
        expect(await stores.agents.register(agent(2, { nodeId: agent(1).nodeId }))).toMatchObject({
          agentUuid: 'item2',
        });
      });

      test('one that is removed takes the claim of nobody else', async () => {
        await stores.agents.register(agent(1));
        expect(await stores.agents.remove('item2')).toBe(false);
        expect((await stores.agents.atPlaces([agent(1)])).size).toBe(1);
      });

      test('an agent that was removed while somebody looked at it stays removed', async () => {
        await stores.agents.register(agent(1));
        await stores.agents.remove('item1');
        expect(await stores.agents.observe(observation(1), false)).toBe('unchanged');
        expect(await stores.agents.get('item1')).toBeUndefined();
      });

      describe('an agent that vanished', () => {
        const monthLater = later(30 * 86_400);
        beforeEach(async () => {
          await stores.agents.observe(observation(1));
          await stores.agents.markVanished('item1', now);
        });

        test('is known to have, since the first time', async () => {
          await stores.agents.markVanished('item1', later(1));
          expect(await stores.agents.get('item1')).toMatchObject({ vanishedAt: now.toISOString(), connection: null });
          expect((await stores.agents.list(10, null)).items).toHaveLength(1);
        });

        test('has not, where it is on another node by now', async () => {
          await stores.agents.observe(observation(2));
          await stores.agents.markVanished('item2', later(60), agent(3));
          expect((await stores.agents.get('item2'))?.vanishedAt).toBeNull();
        });

        test('has not, where it was seen since', async () => {
          await stores.agents.observe(observation(2, { lastSeenAt: later(1).toISOString() }));
          await stores.agents.markVanished('item2', now);
          expect((await stores.agents.get('item2'))?.vanishedAt).toBeNull();
        });

        test.each<[string, () => Promise<unknown>]>([
          ['seen', () => stores.agents.observe(observation(1))],
          ['registered', () => stores.agents.register(agent(1))],
          ['heard of', () => stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], later(1))],
        ])('is back once it is %s again, and stays', async (_sentence, comeBack) => {
          await comeBack();
          clock = monthLater;
          expect((await stores.agents.get('item1'))?.vanishedAt).toBeNull();
        });

        test('is gone after 30 days, though it is still stored', async () => {
          clock = new Date(monthLater.getTime() - 1);
          expect(await stores.agents.get('item1')).toBeDefined();
          clock = monthLater;
          expect(await stores.agents.get('item1')).toBeUndefined();
          expect((await stores.agents.getMany(['item1'])).size).toBe(0);
          expect((await stores.agents.atPlaces([agent(1)])).size).toBe(0);
          expect((await stores.agents.list(10, null)).items).toEqual([]);
          expect((await stores.agents.select(() => true, 10, null)).items).toEqual([]);
          expect(await stores.agents.remove('item1')).toBe(false);
          await stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.5.0' }], monthLater);
          expect(await stores.agents.get('item1')).toBeUndefined();
        });

        test('and is gone has nothing left to it: who comes then is new, under whichever name', async () => {
          clock = monthLater;
          const seenAt = monthLater.toISOString();
          const seen = observation(1, { seenAt, lastSeenAt: seenAt, tags: {} });
          expect(await stores.agents.observe(seen)).toBe('created');
          expect(await stores.agents.get('item1')).toMatchObject({ registeredAt: seenAt, tags: {}, vanishedAt: null });
          await stores.agents.markVanished('item1', monthLater);
          clock = later(60 * 86_400);
          const other = agent(2, { nodeId: agent(1).nodeId, registeredAt: clock.toISOString() });
          expect(await stores.agents.register(other)).toEqual(other);
          expect(await stores.agents.observe({ ...seen, seenAt: clock.toISOString() })).toBe('conflict');
        });

        test('marking one that is not there creates none', async () => {
          await stores.agents.markVanished('item9', now);
          expect(await stores.agents.get('item9')).toBeUndefined();
        });
      });

      test('pages hold every agent once', async () => {
        const uuids = Array.from({ length: 53 }, (_, index) => `item${index}`);
        for (let index = 0; index < uuids.length; index++) await stores.agents.register(agent(index));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<Agents['list']>> = await stores.agents.list(7, cursor);
          expect(page.items.length).toBeLessThanOrEqual(7);
          seen.push(...page.items.map(({ agentUuid }) => agentUuid));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen.toSorted()).toEqual(uuids.toSorted());
      });

      test('those that are listed by a filter come in pages that hold each of them once', async () => {
        for (let index = 0; index < 60; index++)
          await stores.agents.register(agent(index, { tags: { site: index % 4 === 0 ? 'berlin' : 'paris' } }));
        const inBerlin = ({ tags }: Agent) => tags['site'] === 'berlin';
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<Agents['list']>> = await stores.agents.list(4, cursor, inBerlin);
          expect(page.items.length).toBeLessThanOrEqual(4);
          seen.push(...page.items.map(({ agentUuid }) => agentUuid));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen.toSorted()).toEqual(Array.from({ length: 15 }, (_, index) => `item${index * 4}`).toSorted());
      });

      test('those that match come in pages that hold each of them once', async () => {
        for (let index = 0; index < 60; index++)
          await stores.agents.register(agent(index, { tags: { site: index % 4 === 0 ? 'berlin' : 'paris' } }));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<Agents['select']>> = await stores.agents.select(
            ({ tags }) => tags['site'] === 'berlin',
            4,
            cursor,
          );
          expect(page.items.length).toBeLessThanOrEqual(4);
          seen.push(...page.items.map(({ agentUuid }) => agentUuid));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen.toSorted()).toEqual(Array.from({ length: 15 }, (_, index) => `item${index * 4}`).toSorted());
      });
    });

    describe('catalogue', () => {
      test('a version is published once', async () => {
        const other = { ...version, artifacts: [{ ...artifact, sha256: 'b'.repeat(64) }] };
        expect(await stores.catalogue.publish(version)).toEqual(version);
        expect(await stores.catalogue.publish(other)).toEqual(version);
        expect(await stores.catalogue.get('demo-agent', '1.5.0')).toEqual(version);
        expect(await stores.catalogue.get('demo-agent', '1.5.1')).toBeUndefined();
      });

      test('of two that deprecate a version the first one counts, until it is active again', async () => {
        const { catalogue } = stores;
        const deprecated = { ...version, deprecation };
        const another = { ...deprecation, reason: 'another' };
        await catalogue.publish(version);
        expect(await catalogue.deprecate('demo-agent', '1.5.0', deprecation)).toEqual(deprecated);
        expect(await catalogue.deprecate('demo-agent', '1.5.0', another)).toEqual(deprecated);
        expect(await catalogue.publish(version)).toEqual(deprecated);
        expect(await catalogue.activate('demo-agent', '1.5.0')).toEqual(version);
        expect(await catalogue.activate('demo-agent', '1.5.0')).toEqual(version);
        expect(await catalogue.deprecate('demo-agent', '1.5.0', another)).toMatchObject({ deprecation: another });
      });

      test('a version that is not published is neither deprecated nor activated', async () => {
        expect(await stores.catalogue.deprecate('demo-agent', '1.5.0', deprecation)).toBeUndefined();
        expect(await stores.catalogue.activate('demo-agent', '1.5.0')).toBeUndefined();
        expect(await stores.catalogue.get('demo-agent', '1.5.0')).toBeUndefined();
      });

      describe('listed', () => {
        /** Published an hour after each other; `1.5.0` and `1.10.0` in the same moment. */
        const published: readonly [string, string, number][] = [
          ['demo-agent', '1.6.0', 0],
          ['demo-agent', '1.5.0', 3600],
          ['demo-agent', '1.10.0', 3600],
          ['other-agent', '1:7.52.0-1', 1800],
          ['other-agent', '1:7.51.0-1', 600],
          ['demo-agent', '1.4.2', 7200],
          ['unknown-agent', '1.0.0', 0],
        ];
        const agentTypes = ['other-agent', 'nothing-agent', 'demo-agent'];

        beforeEach(async () => {
          for (const [agentType, name, seconds] of published)
            await stores.catalogue.publish({
              ...version,
              agentType,
              version: name,
              publishedAt: later(seconds).toISOString(),
            });
          await stores.catalogue.deprecate('demo-agent', '1.5.0', deprecation);
          await stores.catalogue.deprecate('other-agent', '1:7.52.0-1', deprecation);
        });

        async function pages(limit: number, status?: VersionStatus, types = agentTypes) {
          const found: string[][] = [];
          let cursor: string | null = null;
          do {
            const filter = { agentTypes: types, status };
            const page: Page<CatalogueVersion> = await stores.catalogue.list(filter, limit, cursor);
            found.push(page.items.map((each) => `${each.agentType} ${each.version}`));
            cursor = page.nextCursor;
          } while (cursor !== null);
          return found;
        }

        test('they come type by type, of each the newest published first, of the types that are asked for', async () => {
          const demo = ['1.4.2', '1.5.0', '1.10.0', '1.6.0'].map((name) => `demo-agent ${name}`);
          const all = [...demo, 'other-agent 1:7.52.0-1', 'other-agent 1:7.51.0-1'];
          expect(await pages(10)).toEqual([all]);
          expect(await pages(6)).toEqual([all]);
          expect(await pages(5)).toEqual([all.slice(0, 5), all.slice(5)]);
          expect(await pages(2)).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
          expect(await pages(4)).toEqual([demo, all.slice(4)]);
          expect(await pages(10, undefined, ['demo-agent'])).toEqual([demo]);
          expect(await pages(10, undefined, [])).toEqual([[]]);
        });

        test('those of one status come as the others would', async () => {
          expect(await pages(1, 'deprecated')).toEqual([['demo-agent 1.5.0'], ['other-agent 1:7.52.0-1']]);
          expect(await pages(2, 'active')).toEqual([
            ['demo-agent 1.4.2', 'demo-agent 1.10.0'],
            ['demo-agent 1.6.0', 'other-agent 1:7.51.0-1'],
          ]);
        });
      });
    });

    describe('holds', () => {
      const hold = { node: '111122223333:eu-west-1:mi-1', agentType: 'demo-agent', jobId, until: later(60) };
      const others = { ...hold, jobId: otherJobId };

      test('a job that holds an agent may prolong its hold', async () => {
        expect(await stores.holds.acquire(hold, now)).toBeUndefined();
        expect(await stores.holds.acquire({ ...hold, until: later(120) }, now)).toBeUndefined();
        expect(await stores.holds.acquire(others, later(90))).toEqual({ heldBy: jobId });
      });

      test('another job is told who holds the agent', async () => {
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.acquire(others, now)).toEqual({ heldBy: jobId });
      });

      test('another agent type on the node is another hold', async () => {
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.acquire({ ...others, agentType: 'other-agent' }, now)).toBeUndefined();
      });

      test('a hold that has expired is free, and whoever takes it is told who did not give it back', async () => {
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.acquire(others, later(60))).toEqual({ expiredOf: jobId });
      });

      test('a job that takes its own expired hold again took it from nobody', async () => {
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.acquire({ ...hold, until: later(120) }, later(60))).toBeUndefined();
      });

      test('a job takes over the hold of the job that it takes back, which then can no longer give it back', async () => {
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.acquire(others, now, 'another job')).toEqual({ heldBy: jobId });
        expect(await stores.holds.acquire(others, now, jobId)).toBeUndefined();
        await stores.holds.release(hold);
        expect(await stores.holds.acquire(hold, now)).toEqual({ heldBy: otherJobId });
      });

      test('only the holder gives a hold back', async () => {
        await stores.holds.acquire(hold, now);
        await stores.holds.release(others);
        expect(await stores.holds.acquire(others, now)).toEqual({ heldBy: jobId });
        await stores.holds.release(hold);
        expect(await stores.holds.acquire(others, now)).toBeUndefined();
      });

      test('whoever looks is told who holds the agent, and takes nothing', async () => {
        const { node, agentType } = hold;
        expect(await stores.holds.holder(node, agentType, now)).toBeUndefined();
        await stores.holds.acquire(hold, now);
        expect(await stores.holds.holder(node, agentType, now)).toBe(jobId);
        expect(await stores.holds.holder(node, 'other-agent', now)).toBeUndefined();
        expect(await stores.holds.holder(node, agentType, later(60))).toBeUndefined();
        expect(await stores.holds.acquire(others, later(60))).toEqual({ expiredOf: jobId });
      });
    });

    describe('plans', () => {
      test('the last job that came to a plan is known until it is to be forgotten', async () => {
        await stores.plans.remember('a', otherJobId, later(30));
        await stores.plans.remember('a', jobId, later(60));
        expect(await stores.plans.jobOf('a', later(59))).toBe(jobId);
        expect(await stores.plans.jobOf('a', later(60))).toBeUndefined();
        expect(await stores.plans.jobOf('b', now)).toBeUndefined();
      });
    });

    describe('freezes', () => {
      const site = freeze({ scope: { tag: 'site', value: 'berlin' }, until: null });
      const ring = freeze({ scope: { tag: 'ring', value: '' } });

      test('freezes are read back as they were, in the order of their scopes', async () => {
        expect(await stores.freezes.list()).toEqual([]);
        for (const each of [site, freeze(), ring]) await stores.freezes.put(each);
        expect(await stores.freezes.list()).toEqual([freeze(), ring, site]);
      });

      test('one takes the place of another of its scope, as a whole', async () => {
        await stores.freezes.put(freeze());
        const other = freeze({ reason: 'another', until: null, createdBy: 'bob' });
        await stores.freezes.put(other);
        expect(await stores.freezes.list()).toEqual([other]);
      });

      test('only the freeze of the scope is removed, and only once', async () => {
        await stores.freezes.put(freeze());
        await stores.freezes.put(site);
        expect(await stores.freezes.remove('tag:site=berlin')).toBe(true);
        expect(await stores.freezes.remove('tag:site=berlin')).toBe(false);
        expect(await stores.freezes.list()).toEqual([freeze()]);
      });

      test('a scope of 1,000 bytes is stored and found again', async () => {
        const longest = freeze({ scope: longestScope });
        await stores.freezes.put(longest);
        expect(await stores.freezes.list()).toEqual([longest]);
        expect(await stores.freezes.remove(scopeKey(longest.scope))).toBe(true);
      });
    });

    describe('requests', () => {
      const first = { jobId, fingerprint: 'a', submittedAt: now };
      const again = { jobId: otherJobId, fingerprint: 'b', submittedAt: later(60) };

      test('the first request under a key counts for 24 hours', async () => {
        expect(await stores.requests.remember('ann', 'key', first)).toEqual(first);
        expect(await stores.requests.remember('ann', 'key', again)).toEqual(first);
        expect(await stores.requests.remember('ann', 'key', { ...again, submittedAt: later(86_399) })).toEqual(first);
        const next = { ...again, submittedAt: later(86_400) };
        expect(await stores.requests.remember('ann', 'key', next)).toEqual(next);
      });

      test('looking for a request notes nothing, and finds it for 24 hours', async () => {
        expect(await stores.requests.find('ann', 'key', now)).toBeUndefined();
        await stores.requests.remember('ann', 'key', first);
        expect(await stores.requests.find('ann', 'key', later(86_399))).toEqual(first);
        expect(await stores.requests.find('ann', 'key', later(86_400))).toBeUndefined();
        expect(await stores.requests.find('bob', 'key', now)).toBeUndefined();
      });

      test.each([
        ['another subject', 'bob', 'key'],
        ['another key', 'ann', 'key2'],
        ['the same letters cut elsewhere', 'annk', 'ey'],
      ])('%s is another request', async (_sentence, subject, key) => {
        await stores.requests.remember('ann', 'key', first);
        expect(await stores.requests.remember(subject, key, again)).toEqual(again);
      });
    });

    describe('command tokens', () => {
      test('the newest token of a command is found', async () => {
        await stores.tokens.put('command-1', 'old', later(60));
        await stores.tokens.put('command-1', 'new', later(60));
        expect(await stores.tokens.get('command-1')).toBe('new');
        expect(await stores.tokens.get('command-2')).toBeUndefined();
      });
    });

    describe('walks over the nodes', () => {
      const walk = newWalk(now);

      test('there is none at first', async () => {
        expect(await stores.walks.last()).toBeUndefined();
      });

      test('the last one is read back as it was saved, with its new revision', async () => {
        const saved = await stores.walks.save({ ...walk, cursor: 'x', nodes: 50 });
        expect(saved).toEqual({ ...walk, cursor: 'x', nodes: 50, revision: 1 });
        expect(await stores.walks.last()).toEqual(saved);
        const next = await stores.walks.save(newWalk(later(3600), saved));
        expect(await stores.walks.last()).toEqual(next);
      });

      test('of two calls that go on with it one does', async () => {
        const saved = await stores.walks.save(walk);
        await stores.walks.save({ ...saved, nodes: 50 });
        await expect(stores.walks.save({ ...saved, nodes: 100 })).rejects.toThrow(ConcurrentWrite);
        await expect(stores.walks.save(walk)).rejects.toThrow(ConcurrentWrite);
        expect(await stores.walks.last()).toMatchObject({ nodes: 50 });
      });

      test('what it has seen are the chunks that it counts', async () => {
        for (const chunk of [0, 1, 2, 10]) await stores.walks.keepSeen(walk, chunk, [`node ${chunk}`, `more ${chunk}`]);
        await stores.walks.keepSeen(walk, 1, ['another']);
        expect(await stores.walks.seen(walk)).toEqual(new Set());
        expect(await stores.walks.seen({ ...walk, chunks: 2 })).toEqual(new Set(['node 0', 'more 0', 'another']));
        expect((await stores.walks.seen({ ...walk, chunks: 11 })).size).toBe(7);
      });

      test('another walk has seen nothing of that', async () => {
        await stores.walks.keepSeen(walk, 0, ['node']);
        expect(await stores.walks.seen({ ...newWalk(later(1)), chunks: 1 })).toEqual(new Set());
      });

      test('2,050 nodes are a chunk', async () => {
        const many = Array.from({ length: 2_050 }, (_, index) => nodeId(index));
        await stores.walks.keepSeen(walk, 0, many);
        expect(await stores.walks.seen({ ...walk, chunks: 1 })).toEqual(new Set(many));
      });
    });
  });
}
