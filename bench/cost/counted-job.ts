import { setTimeout as delay } from 'node:timers/promises';
import { close, listen } from '../../local/aws-json.ts';
import { type ScriptedFleet, startScriptedFleet } from '../scripted-fleet.ts';
import { metered } from './metered.ts';
import { TableMeter } from './table-meter.ts';

/** What one job made AWS do. */
export interface Counted {
  readonly agents: number;
  readonly transitions: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Calls by service: `SSM`, `SFN`, … */
  readonly calls: Readonly<Record<string, number>>;
  readonly apiRequests: number;
  readonly seconds: number;
}

interface JobShape {
  readonly agents: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly folder: string;
}

/** Upgrades a scripted fleet in one wave without a bake, and counts from the request until the end. Throws where not all agents succeed. */
export async function countedJob({ agents, concurrency, seed, folder }: JobShape): Promise<Counted> {
  const meter = new TableMeter();
  const calls: Record<string, number> = {};
  const servers: ReturnType<typeof metered>[] = [];
  const between = async (variable: string, endpoint: string) => {
    const service = variable.replace('AWS_ENDPOINT_URL_', '');
    const server = metered(endpoint, (exchange) => {
      calls[service] = (calls[service] ?? 0) + 1;
      if (service === 'DYNAMODB') meter.observe(exchange);
    });
    servers.push(server);
    return listen(server);
  };
  const fleet = await startScriptedFleet({ agents, seed, folder, between });
  try {
    meter.reset();
    for (const service of Object.keys(calls)) calls[service] = 0;
    const seconds = await upgradeAll(fleet, concurrency);
    const { writeUnits, readUnits } = meter;
    // The request, and one look at the end.
    return { agents, ...functionsOf(fleet), writeUnits, readUnits, calls, apiRequests: 2, seconds };
  } finally {
    await fleet.stop();
    await Promise.all(servers.map(close));
  }
}

async function upgradeAll({ api, stack, agentUuids }: ScriptedFleet, concurrency: number): Promise<number> {
  const began = performance.now();
  const rollout = { concurrency, waves: [{ size: '100%' }], failureThreshold: '100%' };
  const { id } = await api.upgrade({ agentUuids, targetVersion: '1.5.0', rollout });
  const isRunning = ({ status }: { status: string }) => status === 'RUNNING';
  const machines = stack.template.stateMachines;
  while (machines.some(({ arn }) => stack.stepFunctions.executions({ of: arn }).items.some(isRunning)))
    await delay(100);
  const seconds = (performance.now() - began) / 1_000;
  const { status, agents, reason } = await api.job(id);
  const reasons = new Set(agents.map((agent) => `${agent.reason}: ${agent.error}`));
  if (status !== 'success') throw new Error(`The job ended ${status} (${reason}): ${[...reasons].join(', ')}`);
  return seconds;
}

function functionsOf({ stack: { functions, stepFunctions, template } }: ScriptedFleet) {
  const used = Object.entries(functions.statistics());
  const memory = new Map(template.functions.map(({ name, memoryMb }) => [name, memoryMb / 1_024]));
  return {
    transitions: stepFunctions.transitions,
    invocations: used.reduce((sum, [, { invocations }]) => sum + invocations, 0),
    gbSeconds: used.reduce((sum, [name, { totalMs }]) => sum + (totalMs / 1_000) * (memory.get(name) ?? 0), 0),
  };
}
