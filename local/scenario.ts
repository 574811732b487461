import type { Clock } from './clock.ts';
import type { RunningAgent } from './launch/demo-nodes.ts';
import type { FleetApi } from './launch/fleet-api.ts';
import type { UpgradeJob } from './launch/upgrade-job.ts';
import type { SsmHost } from './ssm/host.ts';

/** What a scenario plays on: a running stack and agents of its own, all at 1.4.2. */
export interface Stage {
  /** As an operator calls it. */
  readonly api: Pick<FleetApi, 'upgrade' | 'job' | 'steer'>;
  readonly fleet: readonly RunningAgent[];
  /** Where nodes lose their connection, and where it is seen what was sent to them. */
  readonly ssm: SsmHost;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

/** States what is to be seen; where it does not hold, the scenario has failed. */
export type Check = (sentence: string, holds: boolean) => void;

/** A short true story about the product: what it shows is checked while it is shown. */
export interface Scenario {
  /** One sentence for people. */
  readonly shows: string;
  /** How many agents it needs. */
  readonly agents: number;
  /** Answers the last job. */
  play(stage: Stage, check: Check): Promise<UpgradeJob>;
}

export interface Played {
  readonly job: UpgradeJob;
  /** Did everything hold that was to be seen? */
  readonly holds: boolean;
}

/** Plays a scenario and says of each check whether it holds. */
export async function play(scenario: Scenario, stage: Stage): Promise<Played> {
  const checks: boolean[] = [];
  stage.say(`${scenario.shows}\n`);
  const job = await scenario.play(stage, (sentence, holds) => {
    checks.push(holds);
    stage.say(holds ? `  ✓ ${sentence}` : `  ✗ This does not hold: ${sentence}`);
  });
  const failed = checks.filter((holds) => !holds).length;
  stage.say(failed === 0 ? `\nAll of this held.` : `\n${failed} of ${checks.length} things did not hold.`);
  return { job, holds: checks.length > 0 && failed === 0 };
}
