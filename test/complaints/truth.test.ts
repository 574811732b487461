import { describe, expect, test } from '@jest/globals';
import { agentReasons, jobReasons, progressReasons } from '../../functions/domain/reasons.ts';
import type { ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { agent, agentType, later, nodeId, now } from '../fixtures.ts';
import type { WorkflowWorld } from '../functions/workflow-world.ts';
import { bad, expectAReport, failing, fleet, good, many, otherJob, trail, versions, withTemplate } from './fleet.ts';

withTemplate();

describe('every reason is clear', () => {
  const sentences = [
    ...Object.entries(agentReasons).map(([code, { sentence }]) => [code, sentence] as const),
    ...Object.entries(progressReasons),
    ...Object.entries(jobReasons),
  ];

  test('each has a sentence of its own, in words and not in codes', () => {
    expect(new Set(sentences.map(([, sentence]) => sentence)).size).toBe(sentences.length);
    for (const [code, sentence] of sentences)
      expect({ code, sentence }).toEqual({ code, sentence: expect.stringMatching(/^[A-Z][^_]{19,}\.$/) });
  });

  test('who was not sent a command is told why, in other words for each reason', async () => {
    const world = fleet(many(5), { versions: ['1.4.2', '1.4.2', '1.6.0', '1.4.2', '1.4.2'] });
    world.host.setPingStatus(nodeId(0), 'ConnectionLost');
    const node = `111122223333:eu-west-1:${nodeId(1)}`;
    const hold = { node, agentType: agentType.name, jobId: otherJob(9), until: later(3600) };
    await world.stores.holds.acquire(hold, now);
    await world.stores.agents.register(agent(7, { agentUuid: 'unmanaged' }));
    await world.stores.agents.register(agent(8, { agentUuid: 'strange', agentType: 'other' }));
    await world.upgrade({}, ['unmanaged', 'strange', 'nobody']);
    const told = (await world.job()).agents.map(({ agentUuid, reason, error }) => `${agentUuid} ${reason}: ${error}`);
    expect(told).toEqual([
      'item0 AGENT_OFFLINE: Systems Manager has no connection to the node.',
      `item1 AGENT_BUSY: ${otherJob(9)} holds this agent.`,
      'item2 DOWNGRADE_NOT_ALLOWED: The agent runs a newer version; set allowDowngrade to go back.',
      'item3 UPGRADED: null',
      'item4 UPGRADED: null',
      'unmanaged NODE_NOT_MANAGED: The node is not a managed node of Systems Manager.',
      'strange AGENT_TYPE_UNKNOWN: This deployment does not know the agent type of this agent.',
      'nobody AGENT_NOT_FOUND: No agent with this agentUuid is registered.',
    ]);
  });

  test('to be at the target already is a success, and no error, also where the inventory did not know', async () => {
    const world = fleet(many(3), { versions: ['1.5.0', '1.5.0', '1.4.2'] });
    await world.register();
    await world.stores.agents.recordVersions([{ agentUuid: 'item1', version: '1.4.2' }], later(1));
    await world.request({ agentUuids: ['item0', 'item1', 'item2'], targetVersion: '1.5.0' });
    await world.clock.run();
    const current = {
      status: 'success',
      reason: 'ALREADY_CURRENT',
      error: null,
      oldVersion: '1.5.0',
      newVersion: '1.5.0',
    };
    expect(await world.job()).toMatchObject({
      status: 'success',
      progress: { succeeded: 3, skipped: 2, failed: 0 },
      agents: [current, current, { status: 'success', reason: 'UPGRADED' }],
    });
  });
});

describe('a result is what the node runs, not what somebody claims', () => {
  /** From now on the node's upgrades claim this, whatever came of them. */
  function claim(node: ScriptedNode | undefined, claims: object): void {
    if (node === undefined) throw new Error('There is no such node.');
    const run = node.run.bind(node);
    node.run = async (delivery) => {
      const report = await run(delivery);
      if (report.kind !== 'ended' || delivery.parameters['Version'] === undefined) return report;
      const said = { ...JSON.parse(report.stdout), outcome: 'success', reason: 'UPGRADED', ...claims };
      return { ...report, exitCode: 0, stdout: `${JSON.stringify(said)}\n` };
    };
  }

  test.each<[string, object, object]>([
    ['another version', { newVersion: '1.4.9' }, { reason: 'VERSION_MISMATCH', newVersion: '1.4.9' }],
    ['no version', { newVersion: null }, { reason: 'VERSION_MISMATCH', newVersion: null }],
    ['the old version', { newVersion: '1.4.2' }, { reason: 'VERSION_MISMATCH', newVersion: '1.4.2' }],
    ['to be unhealthy', { healthy: false }, { reason: 'AGENT_UNHEALTHY' }],
    ['a failure by the name of a success', { outcome: 'failed' }, { reason: 'INTERNAL_ERROR' }],
  ])('a node that calls its upgrade a success and reports %s is failed', async (_sentence, claims, expected) => {
    const world = fleet(many(2));
    claim(world.nodes[0], claims);
    await world.upgrade();
    expect(await world.job()).toMatchObject({
      status: 'failed',
      reason: 'SOME_FAILED',
      progress: { succeeded: 1, failed: 1 },
      agents: [{ status: 'failed', error: expect.any(String), ...expected }, { status: 'success' }],
    });
    await expectAReport(world);
  });

  test('a result of another attempt is not believed: the node itself is asked', async () => {
    const world = fleet([bad, good]);
    claim(world.nodes[0], { attemptId: `${otherJob(1)}.0.1`, newVersion: '1.5.0', healthy: true });
    await world.upgrade();
    expect((await world.job()).agents[0]).toMatchObject({ status: 'failed', newVersion: '1.4.2' });
  });
});

describe('there is a report at the end', () => {
  /** 200 agents with every kind of end, steered by three people. */
  async function eventful(): Promise<WorkflowWorld> {
    const kinds = [good, bad, failing('DOWNLOAD_FAILED'), { latencyMs: 1, outcome: { kind: 'lost' } }, good] as const;
    const world = fleet(
      many(200).map((_, index) => kinds[index % kinds.length] ?? good),
      { versions: Array.from({ length: 200 }, (_, index) => (index === 4 ? '1.5.0' : '1.4.2')) },
    );
    await world.submit({ concurrency: 20, approval: true }, ['nobody'], { note: 'change 4711' });
    await world.pass(60);
    await world.steer('approve', 'ann');
    await world.pass(60);
    await world.steer('pause', 'bob');
    await world.pass(7200);
    await world.steer('resume', 'carol');
    await world.clock.run();
    return world;
  }

  test('in which the counts add up, and every agent has its outcome, its reason and the versions of its node', async () => {
    const world = await eventful();
    await expectAReport(world);
    const { agents, progress, note, requestedBy } = await world.job();
    expect({ note, requestedBy }).toEqual({ note: 'change 4711', requestedBy: 'operator' });
    expect(progress).toMatchObject({ total: 201, succeeded: 80, failed: 121, skipped: 1 });
    for (const [index, version] of versions(world).entries())
      expect(agents[index]).toMatchObject({ oldVersion: index === 4 ? '1.5.0' : '1.4.2', newVersion: version });
  });

  test('and an audit trail without gaps that says who did what and why, in the order of time', async () => {
    const world = await eventful();
    expect(await trail(world)).toEqual([
      'operator SUBMITTED',
      '- AWAITING_APPROVAL',
      'ann APPROVED',
      '- WAVE_RUNNING',
      'bob PAUSED',
      '- PAUSED',
      'carol RESUMED',
      '- WAVE_RUNNING',
      '- SOME_FAILED',
    ]);
    const events = await world.events();
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
    expect(events[0]).toMatchObject({ detail: 'change 4711', at: now.toISOString() });
    expect(events.at(-1)).toMatchObject({ at: (await world.job()).completedAt, phase: 'done' });
  });
});
