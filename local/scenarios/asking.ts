import type { DemoKind } from '../launch/demo-kind.ts';
import { installed } from '../launch/demo-kind.ts';
import type { RunningAgent } from '../launch/demo-nodes.ts';
import type { UpgradeJob } from '../launch/upgrade-job.ts';
import type { AgentHealth } from '../node/demo-fleet.ts';
import type { Check, Stage } from '../scenario.ts';

interface Asked {
  readonly agentUuid: string;
  readonly kind: DemoKind;
  /** Undefined where the agent does not answer. */
  readonly health: AgentHealth | undefined;
}

/** Asks every agent itself, past the product: not what is stored of it, but what its process answers now. */
export const askAll = (fleet: readonly RunningAgent[]): Promise<Asked[]> =>
  Promise.all(fleet.map(async ({ health, ...agent }) => ({ ...agent, health: await health() })));

/** Checks that every agent is healthy at the version that `wanted` tells, and says what they answered. */
export async function checkAgents(
  { fleet }: Stage,
  check: Check,
  wanted: (agentUuid: string) => string,
): Promise<void> {
  const asked = await askAll(fleet);
  const right = asked.filter(({ agentUuid, health }) => health?.healthy && health.version === wanted(agentUuid));
  check(
    `Asked themselves, ${right.length} of ${asked.length} agents run what they should, healthy: ${answers(asked)}.`,
    right.length === asked.length,
  );
}

/** The version at which an agent is after a job, as the job tells it. One that the job never came to is as it was. */
export const versionAfter = ({ agents }: UpgradeJob, agentUuid: string): string =>
  agents.find((agent) => agent.agentUuid === agentUuid)?.newVersion ?? installed.version;

/** `3 x 1.4.2, 1 x 1.5.0`, in the order in which they come. */
export const answers = (asked: readonly Asked[]): string => counted(asked.map(({ health }) => answerOf(health)));

function answerOf(health: AgentHealth | undefined): string {
  if (health === undefined) return 'no answer';
  return health.healthy ? health.version : `${health.version} and ill`;
}

function counted(answers: readonly string[]): string {
  return [...new Set(answers)]
    .map((answer) => `${answers.filter((one) => one === answer).length} x ${answer}`)
    .join(', ');
}
