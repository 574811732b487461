import { beforeEach, expect, test } from '@jest/globals';
import {
  beginning,
  type ExportCursor,
  type ExportLine,
  exportPage,
} from '../../../functions/domain/use-cases/export-page.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { agent, artifact, jobId, later, plannedJob, version } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(() => {
  world = new MemoryWorld();
});

/** Everything, and how many pages it took. */
async function exported(): Promise<{ lines: ExportLine[]; pages: number }> {
  const lines: ExportLine[] = [];
  let pages = 0;
  let cursor: ExportCursor | null = beginning;
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof exportPage>> = await exportPage(world.ports, cursor);
    lines.push(...page.lines);
    cursor = page.next;
    pages++;
  }
  return { lines, pages };
}

const otherJobId = `${jobId.slice(0, -1)}Z`;
const kinds = (lines: readonly ExportLine[]) =>
  Object.fromEntries([...Map.groupBy(lines, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]));

test('an empty fleet has nothing to take along', async () => {
  expect(await exported()).toEqual({ lines: [], pages: 1 });
});

test('agents, jobs that run and jobs that have ended, their agents and their events are in it', async () => {
  await world.withBatch(2);
  await world.ports.agents.register(agent(1));
  const ended = { ...plannedJob(1), id: otherJobId, phase: 'done' as const, status: 'failed' as const };
  await world.ports.jobs.create(ended, ['item9']);
  const { lines } = await exported();
  expect(kinds(lines)).toEqual({ agent: 1, version: 1, job: 2, 'job-agent': 3, 'job-event': 2 });
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'agent', agentUuid: 'item1', tags: expect.anything() }));
  expect(lines).toContainEqual(
    expect.objectContaining({ kind: 'job-agent', jobId: otherJobId, reason: 'NOT_STARTED' }),
  );
});

test('a job of thousands of agents comes in pages, each agent once', async () => {
  const targets = Array.from({ length: 4_000 }, (_, index) => `agent-${index}`);
  await world.ports.jobs.create({ ...plannedJob(0), targetCount: targets.length }, targets);
  const { lines, pages } = await exported();
  const agents = lines.filter(({ kind }) => kind === 'job-agent').map((line) => line['agentUuid']);
  expect(new Set(agents).size).toBe(4_000);
  expect(agents).toHaveLength(4_000);
  expect(pages).toBeGreaterThan(2);
});

test('what would help a stranger stays here: tokens that wake a job, and the query of a signed address', async () => {
  const url = `${artifact.url}?X-Amz-Signature=secret`;
  const job = { ...plannedJob(1), artifact: { url, sha256: artifact.sha256, signature: null }, waitToken: 'wake-me' };
  await world.ports.jobs.create({ ...job, createdAt: later(1).toISOString() }, ['item1']);
  await world.ports.catalogue.publish({ ...version, artifacts: [{ ...artifact, url }] });
  const text = JSON.stringify((await exported()).lines);
  expect(text).toContain('"kind":"version"');
  expect(text).toContain(artifact.url);
  expect(text).not.toContain('secret');
  expect(text).not.toContain('wake-me');
});

test('a job that ends between two pages hides nobody behind it', async () => {
  const targets = Array.from({ length: 4_000 }, (_, index) => `agent-${index}`);
  const long = { ...plannedJob(0), targetCount: targets.length };
  await world.ports.jobs.create(long, targets);
  await world.ports.jobs.create({ ...plannedJob(1), id: otherJobId, createdAt: later(1).toISOString() }, ['item9']);
  const first = await exportPage(world.ports, beginning);
  await world.ports.jobs.save({ ...long, phase: 'done', status: 'success' });
  const lines = [...first.lines];
  for (let cursor = first.next; cursor !== null; ) {
    const page = await exportPage(world.ports, cursor);
    lines.push(...page.lines);
    cursor = page.next;
  }
  const agentsOf = (id: string) =>
    new Set(lines.filter((line) => line['jobId'] === id).map((line) => line['agentUuid']));
  expect(agentsOf(otherJobId)).toContain('item9');
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'job', id: otherJobId }));
  const found = agentsOf(jobId);
  expect(targets.filter((target) => !found.has(target))).toEqual([]);
}, 20_000);
