import { beforeAll, expect } from '@jest/globals';
import type { Script } from '../../local/ssm/scripted-node.ts';
import type { Template } from '../../local/template.ts';
import { jobId } from '../fixtures.ts';
import { synthesizedTemplate } from '../functions/synthesized-template.ts';
import { WorkflowWorld, type WorldOptions } from '../functions/workflow-world.ts';

/*
 * What users of other systems complain about, and this product does not do: whole jobs on the deployed state machine and a virtual
 * clock, and what such a user would look at: the answer of the API, the nodes, the commands in Systems Manager, the audit trail.
 */

let template: Template;

/** Makes the template before the file's tests. */
export const withTemplate = (): void =>
  beforeAll(async () => {
    template = await synthesizedTemplate();
  }, 30_000);

export const good: Script = { latencyMs: 20_000, outcome: { kind: 'success' } };
export const failing = (reason: string): Script => ({ latencyMs: 20_000, outcome: { kind: 'failed', reason } });
export const bad = failing('HEALTH_CHECK_FAILED');
export const many = (count: number, script: WorldOptions['scripts'][number] = good): WorldOptions['scripts'] =>
  Array.from({ length: count }, () => script);

export const fleet = (scripts: WorldOptions['scripts'], change: Partial<WorldOptions> = {}): WorkflowWorld =>
  new WorkflowWorld({ template, scripts, ...change });

/** As a newcomer asks: no waves, no threshold. */
export const nothingAsked = { waves: undefined, failureThreshold: undefined };

/** The id of another job. */
export const otherJob = (digit: number): string => `upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2D0${digit}`;

export const HOUR = 3600;

/** Seconds from the start of the world to a time in an answer. */
export const secondsUntil = (createdAt: string, time: string | null): number =>
  (new Date(time ?? Number.NaN).getTime() - new Date(createdAt).getTime()) / 1000;

/** Every upgrade that was sent, to one node each, in order: what an auditor sees in Systems Manager. */
export const sent = (world: WorkflowWorld, id: string = jobId) =>
  world.host
    .visibleCommands()
    .filter(({ comment }) => comment.startsWith(`${id}/`) && !comment.endsWith('/report'))
    .flatMap(({ requestedAt, invocations }) =>
      invocations.map(({ instanceId, details }) => ({ node: instanceId, at: requestedAt, details })),
    );

export const versions = (world: WorkflowWorld) => world.nodes.map(({ version }) => version);
export const reasons = async (world: WorkflowWorld, id: string = jobId) =>
  (await world.job(id)).agents.map(({ reason }) => reason);
export const trail = async (world: WorkflowWorld) =>
  (await world.events()).map(({ by, reason }) => `${by ?? '-'} ${reason}`);

/** What a reader of the last answer relies on: it is over, every agent has its end with a reason, and the counts add up to the agents. */
export async function expectAReport(world: WorkflowWorld, id: string = jobId): Promise<void> {
  const { agents, progress, phase, status, completedAt } = await world.job(id);
  expect({ phase, isOver: completedAt !== null }).toEqual({ phase: 'done', isOver: true });
  for (const { state, status: outcome, reason, error } of agents) {
    expect({ state, reason }).toEqual({ state: 'done', reason: expect.any(String) });
    expect(outcome === 'success' ? error === null : (error ?? '').length > 0).toBe(true);
  }
  const succeeded = agents.filter((agent) => agent.status === 'success').length;
  const failed = agents.filter((agent) => agent.status === 'failed').length;
  expect(progress).toMatchObject({ total: agents.length, succeeded, failed, running: 0, pending: 0, percent: 100 });
  expect(succeeded + failed).toBe(agents.length);
  expect(status).toBe(succeeded === agents.length && succeeded > 0 ? 'success' : 'failed');
  expect(world.stores.holds.all()).toEqual([]);
}
