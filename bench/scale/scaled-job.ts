import { setTimeout as delay } from 'node:timers/promises';
import { environmentSettings } from '../../lib/environments.ts';
import type { Script } from '../../local/ssm/scripted-node.ts';
import { agentType } from '../../test/fixtures.ts';
import { seededRandom } from '../../test/seeded-random.ts';
import { type ScriptedFleet, startScriptedFleet } from '../scripted-fleet.ts';
import { Peak } from './peak.ts';
import type { Scaled, Shape } from './scaled.ts';
import { writeRate } from './write-rate.ts';

/** agentUuids end there; a selector has no end. */
const MOST_NAMED = 10_000;
const LOOK_EVERY_MS = 100;
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

export const writesOf = (operations: Scaled['operations']): number =>
  WRITES.reduce((sum, operation) => sum + (operations[operation] ?? 0), 0);

/** Upgrades a scripted fleet in one wave without a bake, as patiently as a deployed one does. Throws where not every agent ends as its script says. */
export async function scaledJob(shape: Shape): Promise<Scaled> {
  const { agents, concurrency, rated, seed, folder } = shape;
  const script = scripts(shape);
  const failing = Array.from({ length: agents }, (_, index) => script(index)).filter(fails).length;
  const { pace } = environmentSettings('dev', { agentTypes: [agentType] });
  const fleet = await startScriptedFleet({ agents, seed, folder, pace, script });
  try {
    const { environment, template, dynamo } = fleet.stack;
    const table = template.tables[0]?.name ?? '';
    const rate = await writeRate(
      environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      table,
      fleet.agentUuids.slice(0, rated),
    );
    const operationsBefore = await dynamo.operations();
    const peak = new Peak();
    const times = await upgradeAll(fleet, concurrency);
    const { cpuSeconds, rssBefore, rssPeak } = peak.stop();
    const operations = difference(await dynamo.operations(), operationsBefore);
    const failed = await checked(fleet, times.id, failing);
    const { id: _, ...seconds } = times;
    const memory = { cpuSeconds, rssBefore, rssPeak };
    return { agents, concurrency, failed, ...seconds, operations, writeRate: rate, ...memory, functions: used(fleet) };
  } finally {
    await fleet.stop();
  }
}

/** The same agents fail for the same seed. */
function scripts({ agents, scriptSeconds, failing, seed }: Shape): (index: number) => Script {
  const random = seededRandom(seed);
  const isFailing = Array.from({ length: agents }, () => random() < failing);
  return (index) => ({
    latencyMs: scriptSeconds * 1_000,
    outcome: isFailing[index] ? { kind: 'failed', reason: 'HEALTH_CHECK_FAILED' } : { kind: 'success' },
  });
}
const fails = ({ outcome }: Script): boolean => outcome.kind === 'failed';

async function upgradeAll({ api, stack, agentUuids }: ScriptedFleet, concurrency: number) {
  const began = Date.now();
  // Looked at with every failure, and not crossed.
  const rollout = { concurrency, waves: [{ size: '100%' }], failureThreshold: '20%' };
  const targets = agentUuids.length <= MOST_NAMED ? { agentUuids } : { selector: { agentType: agentType.name } };
  const { id } = await api.upgrade({ ...targets, targetVersion: '1.5.0', rollout });
  const machines = stack.template.stateMachines;
  const isRunning = () =>
    machines.some(({ arn }) => stack.stepFunctions.executions({ of: arn, statusFilter: 'RUNNING' }).items.length > 0);
  while (isRunning()) await delay(LOOK_EVERY_MS);
  const wallSeconds = (Date.now() - began) / 1_000;
  const commands = stack.ssm.visibleCommands();
  const sent = commands.map(({ requestedAt }) => requestedAt);
  const ended = commands.flatMap(({ invocations }) => invocations.flatMap(({ endedAt }) => endedAt ?? []));
  const since = (at: number) => (at - began) / 1_000;
  return {
    id,
    commands: commands.length,
    wallSeconds,
    firstSentSeconds: since(sent[0] ?? Number.NaN),
    lastSentSeconds: since(sent.at(-1) ?? Number.NaN),
    lastEndedSeconds: since(ended.reduce((latest, at) => Math.max(latest, at), 0)),
  };
}

async function checked({ api, agentUuids }: ScriptedFleet, id: string, failing: number): Promise<number> {
  const { progress, reason } = await api.job(`${id}?limit=1`);
  const { succeeded, failed } = progress;
  if (succeeded === agentUuids.length - failing && failed === failing) return failed;
  throw new Error(`${id} ended (${reason}) with ${succeeded} successes and ${failed} failures in place of ${failing}.`);
}

const difference = (after: Scaled['operations'], before: Scaled['operations']): Scaled['operations'] =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));

const used = ({ stack }: ScriptedFleet): Scaled['functions'] =>
  Object.fromEntries(
    Object.entries(stack.functions.statistics()).map(([name, { invocations, errors, longestMs }]) => [
      name,
      { invocations, errors, longestMs },
    ]),
  );
