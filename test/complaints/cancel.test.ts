import { describe, expect, test } from '@jest/globals';
import type { WorkflowWorld } from '../functions/workflow-world.ts';
import { expectAReport, fleet, HOUR, many, sent, trail, versions, withTemplate } from './fleet.ts';

withTemplate();

/** Of five agents four download for 90 seconds, and one begins to switch after 60. */
const downloading = { latencyMs: 90_000, outcome: { kind: 'success' } } as const;
const switching = { ...downloading, switchMs: 60_000 };
const AGENTS = 1_000;
const isSwitching = (index: number) => index % 5 === 0;

/** 1,000 agents, 200 of them in flight, cancelled after 160 seconds: the first 200 are upgraded and the next 200 under way. */
async function cancelled(): Promise<{ world: WorkflowWorld; sentBefore: number }> {
  const world = fleet(many(AGENTS).map((_, index) => (isSwitching(index) ? switching : downloading)));
  await world.submit({ concurrency: 200 });
  await world.pass(160);
  const sentBefore = sent(world).length;
  await world.steer('cancel', 'ann');
  return { world, sentBefore };
}

describe('a cancel cancels', () => {
  test('in the middle of 1,000 agents: nothing is sent after its answer, not on the next day either', async () => {
    const { world, sentBefore } = await cancelled();
    expect(sentBefore).toBe(400);
    await world.pass(24 * HOUR);
    await world.reconcile();
    await world.clock.run();
    expect(sent(world)).toHaveLength(400);
  });

  test('it is over within an hour, and says who did it', async () => {
    const { world } = await cancelled();
    await world.pass(HOUR);
    expect(await world.job()).toMatchObject({
      status: 'failed',
      phase: 'done',
      reason: 'CANCELLED',
      detail: 'Cancelled by ann.',
      progress: { total: AGENTS, succeeded: 240, failed: 760 },
    });
    await expectAReport(world);
    expect(await trail(world)).toEqual(['operator SUBMITTED', '- WAVE_RUNNING', 'ann CANCELLED', '- CANCELLED']);
  });

  test('what was under way is told as its node is: taken back before the switch, through after it', async () => {
    const { world } = await cancelled();
    await world.clock.run();
    const { agents } = await world.job();
    const runs = versions(world);
    for (const [index, { status, reason }] of agents.entries()) {
      const said =
        index < 200 ? 'UPGRADED' : index >= 400 ? 'NOT_STARTED' : isSwitching(index) ? 'UPGRADED' : 'INTERRUPTED';
      expect({ index, reason, status }).toEqual({
        index,
        reason: said,
        status: said === 'UPGRADED' ? 'success' : 'failed',
      });
      expect({ index, runs: runs[index] }).toEqual({ index, runs: said === 'UPGRADED' ? '1.5.0' : '1.4.2' });
    }
  });

  test('one that comes between a command and our note of it ends that command, too, two minutes later', async () => {
    const world = fleet(many(30, { ...downloading, latencyMs: 600_000 }));
    const { batches } = world.stores;
    const save = batches.save.bind(batches);
    let isCancelled = false;
    // Systems Manager has the command by then, and nothing of ours says so yet.
    batches.save = async (batch) => {
      if (batch.state === 'sent' && !isCancelled) {
        isCancelled = true;
        await world.steer('cancel', 'ann');
      }
      return save(batch);
    };
    await world.submit({ concurrency: 3 });
    await world.pass(125);
    expect(versions(world)).not.toContain('1.5.0');
    expect(sent(world).length).toBeLessThanOrEqual(3);
    expect(new Set(sent(world).map(({ details }) => details))).toEqual(new Set(['Cancelled']));
    await world.clock.run();
    await expectAReport(world);
  });
});
