import { beforeEach, describe, expect, test } from '@jest/globals';
import { activateVersion, deprecateVersion } from '../../../functions/domain/use-cases/deprecate-version.ts';
import { deprecationOf } from '../../../functions/domain/use-cases/deprecation-of.ts';
import { findVersion } from '../../../functions/domain/use-cases/find-version.ts';
import { upgradeAgents } from '../../../functions/domain/use-cases/upgrade-agents.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { watched } from '../../fakes/watched.ts';
import { batch, deprecation, job, jobId, later, version } from '../../fixtures.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = new MemoryWorld();
  await world.ports.catalogue.publish(version);
  await world.ports.jobs.create(job({ waitToken: 'token' }), ['item1']);
});

const deprecate = (reason = deprecation.reason, name = '1.5.0', ports = world.ports, now = world.now) =>
  deprecateVersion(ports, 'demo-agent', name, reason, 'alice', now);
const activate = (name = '1.5.0', ports = world.ports) => activateVersion(ports, 'demo-agent', name);

/** The same ports, with a note of each call that writes or wakes. */
function noting(calls: string[]) {
  const note = (method: string) => void calls.push(method);
  return {
    ...world.ports,
    catalogue: watched(world.ports.catalogue, note),
    waker: watched(world.workflow, note),
  };
}

describe('deprecating a version', () => {
  test('stores why, and then wakes who waits', async () => {
    const calls: string[] = [];
    expect(await deprecate(undefined, undefined, noting(calls))).toEqual({ ...version, deprecation });
    expect(calls).toEqual(['deprecate', 'wake']);
    expect(world.workflow.woken).toEqual(['token']);
  });

  test('again answers the same, and wakes again, since the first call may have failed at that', async () => {
    await deprecate();
    expect(await deprecate('another reason', '1.5.0', world.ports, later(60))).toEqual({ ...version, deprecation });
    expect(world.workflow.woken).toEqual(['token', 'token']);
  });

  test('is undone by activating it, which wakes who waits, and may be repeated', async () => {
    await deprecate();
    for (let time = 0; time < 2; time++) expect(await activate()).toEqual(version);
    expect(world.workflow.woken).toEqual(['token', 'token', 'token']);
  });

  test('that is not published is refused, and wakes nobody', async () => {
    for (const calling of [deprecate('why', '9.9.9'), activate('9.9.9')])
      await expect(calling).rejects.toMatchObject({ kind: 'not-found', code: 'VERSION_NOT_FOUND' });
    expect(world.workflow.woken).toEqual([]);
  });

  // DynamoDB refuses keys of over 2 KB, which nobody would tell from a defect of ours.
  test.each([
    ['x'.repeat(64), '1.5.0'],
    ['', '1.5.0'],
    ['demo-agent', 'x'.repeat(65)],
    ['demo-agent', '1.5.0\0'],
  ])('whose name no version can have, %j %j, is refused unseen', async (agentType, name) => {
    const calls: string[] = [];
    const ports = noting(calls);
    for (const calling of [
      deprecateVersion(ports, agentType, name, 'why', 'alice', world.now),
      activateVersion(ports, agentType, name),
      findVersion(
        watched(world.ports.catalogue, (method) => void calls.push(method)),
        agentType,
        name,
      ),
    ])
      await expect(calling).rejects.toMatchObject({ kind: 'not-found', code: 'VERSION_NOT_FOUND' });
    expect(calls).toEqual([]);
  });
});

describe('a deprecated version keeps a job from sending', () => {
  beforeEach(() => deprecate());
  const why = (...[of, batches]: [ReturnType<typeof job>, ReturnType<typeof batch>[]]) =>
    deprecationOf(world.ports.catalogue, of, batches);

  test('that would bring agents to it, and says by whom and why', async () => {
    expect(await why(job(), [batch(1)])).toEqual({
      reason: 'VERSION_DEPRECATED',
      detail: 'demo-agent 1.5.0 was deprecated by alice: it leaks',
    });
  });

  test.each([
    ['goes back to it', job({ action: 'rollback' }), [batch(1)]],
    ['goes to another version', job({ targetVersion: '1.6.0' }), [batch(1)]],
    ['brings only agents of another type to it', job(), [batch(1, { agentType: 'other-agent' })]],
    [
      'has sent all of its agents',
      job(),
      [batch(1, { agents: batch(1).agents.map((agent) => ({ ...agent, state: 'running' as const })) })],
    ],
  ])('but not one that %s', async (_sentence, given, batches) => {
    expect(await why(given, batches)).toBeNull();
  });
});

describe('whoever is about to send a batch', () => {
  const send = () => upgradeAgents(world.ports, jobId, 0, 'token', world.now);
  beforeEach(async () => {
    world = await new MemoryWorld().withBatch(1);
  });

  test('sends none of a version that is deprecated, and gives back what was taken', async () => {
    await deprecate();
    await send();
    expect(world.commands.sent).toEqual([]);
    expect(await world.batch()).toMatchObject({ state: 'planned', agents: [{ held: false, state: 'pending' }] });
  });

  test('sends it once it is active again', async () => {
    await deprecate();
    await activate();
    await send();
    expect(world.commands.sent).toHaveLength(1);
  });

  test('sends none that was deprecated while it looked at the nodes', async () => {
    const { commands } = world.ports;
    const meanwhile = watched(commands, (method) => void (method === 'connections' && deprecate()));
    await upgradeAgents({ ...world.ports, commands: meanwhile }, jobId, 0, 'token', world.now);
    expect(world.commands.sent).toEqual([]);
    expect(world.ports.holds.all()).toEqual([]);
  });
});
