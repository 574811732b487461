import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { Command } from '../../local/ssm/command.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { KeptCommands } from '../../local/ssm/kept-commands.ts';
import { type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';
import { nodeId, START } from './ssm-bench.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const documents = new Map([['package', packageDocument()]]);
const ids = [nodeId(0), nodeId(1)];

/** A host whose commands are in the file, as one process after the other has it; the nodes run 1.4.2. */
function begin(script: Script, atSeconds = 0) {
  const clock = new VirtualClock(new Date(START.getTime() + atSeconds * 1000));
  let events = 0;
  const log = new KeptCommands(join(folder, 'commands.jsonl'), documents);
  const newId = () => `0000000${atSeconds > 0 ? 1 : 0}-0000-4000-8000-${String(++events).padStart(12, '0')}`;
  const host = new SsmHost({ clock, newId, documents, log, account: '111122223333', region: 'eu-central-1' });
  for (const id of ids) host.addNode(new ScriptedNode({ id, clock, version: '1.4.2', script }));
  return { clock, host, log, resume: () => host.resume(log.commands) };
}

type Begun = ReturnType<typeof begin>;

const send = ({ host }: Begun, change: object = {}): Command =>
  host.sendCommand({
    InstanceIds: ids,
    DocumentName: 'package',
    Parameters: {
      Action: ['upgrade'],
      AttemptId: ['attempt-1'],
      NotAfter: [String(START.getTime() / 1000 + 86_400)],
      AgentType: ['agent'],
      Version: ['1.5.0'],
    },
    TimeoutSeconds: 600,
    MaxErrors: '100%',
    ...change,
  });

async function pass({ clock }: Begun, seconds: number): Promise<void> {
  let isOver = false;
  clock.schedule(seconds * 1000, () => {
    isOver = true;
  });
  await clock.run(() => isOver);
}

const outcomes = ({ host }: Begun) =>
  host
    .visibleCommands()
    .flatMap(({ invocations }) => invocations.map(({ details, exitCode }) => `${details} ${exitCode}`));

const quick: Script = { latencyMs: 1000, outcome: { kind: 'success' } };
const slow: Script = { latencyMs: 60_000, outcome: { kind: 'success' } };

test('a command that has ended is told of as before', async () => {
  const before = begin(quick);
  send(before, { Comment: 'job/1/1' });
  await pass(before, 5);
  const after = begin(quick, 10);
  after.resume();
  await pass(after, 5);
  const plain = ({ host }: Begun) =>
    host.visibleCommands().map(({ invocations, ...command }) => ({
      ...command,
      invocations: invocations.map(({ abort: _, dispatched: __, ...invocation }) => invocation),
    }));
  expect(plain(after)).toEqual(plain(before));
  expect(outcomes(after)).toEqual(['Success 0', 'Success 0']);
});

test('what a node was at has failed without a word, and what waited for a place is delivered', async () => {
  const before = begin(slow);
  send(before, { MaxConcurrency: '1' });
  await pass(before, 5);
  expect(outcomes(before)).toEqual(['InProgress -1', 'Pending -1']);
  const after = begin(quick, 10);
  after.resume();
  await pass(after, 5);
  expect(outcomes(after)).toEqual(['Failed 137', 'Success 0']);
  expect(after.host.visibleCommands()[0]?.invocations[0]).toMatchObject({
    stdout: '',
    endedAt: START.getTime() + 10_000,
  });
});

test('what waits for its node to be online goes on waiting, and expires at its time', async () => {
  const before = begin(quick);
  for (const id of ids) before.host.setPingStatus(id, 'ConnectionLost');
  send(before);
  await pass(before, 5);
  const after = begin(quick, 10);
  for (const id of ids) after.host.setPingStatus(id, 'ConnectionLost');
  after.resume();
  await pass(after, 5);
  expect(outcomes(after)).toEqual(['Pending -1', 'Pending -1']);
  after.host.setPingStatus(nodeId(0), 'Online');
  await pass(after, 86_400);
  expect(outcomes(after)).toEqual(['Success 0', 'DeliveryTimedOut -1']);
});

test('a command that was cancelled is, also for the node that had not ended it yet', async () => {
  const before = begin(slow);
  const { id } = send(before, { MaxConcurrency: '1' });
  await pass(before, 5);
  before.host.cancelCommand({ CommandId: id }); // killed before the node can say that it has ended it
  const after = begin(slow, 10);
  after.resume();
  await pass(after, 5);
  expect(outcomes(after)).toEqual(['Cancelled 137', 'Cancelled -1']);
});

test('commands keep their order and their state through many starts', async () => {
  const before = begin(quick);
  const first = send(before, { Comment: 'first' });
  await pass(before, 5);
  const between = begin(quick, 10);
  between.resume();
  const second = send(between, { Comment: 'second' });
  await pass(between, 5);
  const after = begin(quick, 20);
  after.resume();
  expect(after.host.visibleCommands().map(({ id, sequence }) => [id, sequence])).toEqual([
    [first.id, 0],
    [second.id, 1],
  ]);
  expect(outcomes(after)).toEqual(Array.from({ length: 4 }, () => 'Success 0'));
});
