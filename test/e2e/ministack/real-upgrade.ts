import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { FleetApi } from '../../../local/launch/fleet-api.ts';
import { AGENTS } from '../../acceptance/suite.ts';
import { awsCalls } from './aws-calls.ts';
import type { Deployment } from './deployment.ts';

/** Agents that the acceptance suite leaves alone. */
export const UPGRADED = [1, 2, 3].map((number) => `item${AGENTS + number}`);

const LOGS = '/aws/lambda/fleet-upgrade-local-on-command-event';
const logsSchema = z.object({ events: z.array(z.object({ message: z.string() })) });

/** What only one who has the nodes and the account can see. */
export function realUpgrade(deployment: () => Deployment): void {
  const versions = () => {
    const fleet = deployment().fleet.filter(({ agentUuid }) => UPGRADED.includes(agentUuid));
    return Promise.all(fleet.map(async ({ health }) => (await health())?.version));
  };

  test('with a token of Cognito changes the agents, as they say themselves', async () => {
    expect(await versions()).toEqual(UPGRADED.map(() => '1.4.2'));
    const { baseUrl, tokens } = deployment();
    const api = new FleetApi({ baseUrl, token: tokens.operator });
    let job = await api.upgrade({ agentUuids: UPGRADED, targetVersion: '1.5.0' });
    while (job.completedAt === null) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      job = await api.job(job.id);
    }
    expect(job).toMatchObject({ status: 'success', progress: { total: UPGRADED.length, succeeded: UPGRADED.length } });
    expect(await versions()).toEqual(UPGRADED.map(() => '1.5.0'));
  }, 120_000);

  test("Systems Manager's events came through the bus and the stack's rule to their function", async () => {
    expect(deployment().problems).toEqual([]);
    const { events } = logsSchema.parse(
      await awsCalls(deployment().emulator).logs('FilterLogEvents', { logGroupName: LOGS }),
    );
    expect(events.length).toBeGreaterThan(0);
  });

  test('the stack is deleted, and nobody answers any more', async () => {
    await deployment().destroy();
    expect((await fetch(`${deployment().baseUrl}/api/v1/health`)).status).toBe(404);
  }, 120_000);
}
