import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { FleetApi } from '../../../local/launch/fleet-api.ts';
import { AGENTS } from '../../acceptance/suite.ts';
import { awsCalls } from './aws-calls.ts';
import type { Deployment } from './deployment.ts';
import { rootOf } from './emulator.ts';
import { listenTo } from './topic-listener.ts';

/** Agents that the acceptance suite leaves alone. */
export const UPGRADED = [1, 2, 3].map((number) => `item${AGENTS + number}`);

const LOGS = '/aws/lambda/fleet-upgrade-local-on-command-event';
const logsSchema = z.object({ events: z.array(z.object({ message: z.string() })) });
const trailSchema = z.object({ items: z.array(z.object({ number: z.int() })) });
const healthSchema = z.object({ auth: z.string() });

/** What only one who has the nodes and the account can see. */
export function realUpgrade(deployment: () => Deployment): void {
  const versions = () => {
    const fleet = deployment().fleet.filter(({ agentUuid }) => UPGRADED.includes(agentUuid));
    return Promise.all(fleet.map(async ({ health }) => (await health())?.version));
  };
  const api = () => new FleetApi({ baseUrl: deployment().baseUrl, token: deployment().tokens.operator });
  let jobId = '';
  let takeMessages: Awaited<ReturnType<typeof listenTo>>;

  test('with a token of Cognito changes the agents, as they say themselves', async () => {
    expect(await versions()).toEqual(UPGRADED.map(() => '1.4.2'));
    takeMessages = await listenTo(deployment().emulator, deployment().outputs['JobTopicArn'] ?? '');
    let job = await api().upgrade({ agentUuids: UPGRADED, targetVersion: '1.5.0' });
    jobId = job.id;
    while (job.completedAt === null) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      job = await api().job(job.id);
    }
    expect(job).toMatchObject({ status: 'success', progress: { total: UPGRADED.length, succeeded: UPGRADED.length } });
    expect(await versions()).toEqual(UPGRADED.map(() => '1.5.0'));
  }, 120_000);

  test('each entry of its audit trail came through the stream into the locked bucket', async () => {
    const trail = trailSchema.parse(await api().call('GET', `/api/v1/upgrade-jobs/${jobId}/events`));
    const expected = trail.items.map(({ number }) => `jobs/${jobId}/${String(number).padStart(6, '0')}.json`);
    const { emulator, outputs } = deployment();
    const bucket = { Bucket: outputs['AuditBucketName'], Prefix: `jobs/${jobId}/` };
    const s3 = new S3Client({ endpoint: emulator.url, ...rootOf(emulator) });
    let kept: (string | undefined)[] = [];
    while (kept.length < expected.length) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      kept = (await s3.send(new ListObjectsV2Command(bucket))).Contents?.map(({ Key }) => Key) ?? [];
    }
    expect(kept).toEqual(expected);
  }, 60_000);

  test('its end came over the bus to the topic, for whoever listens', async () => {
    expect(await takeMessages()).toEqual([expect.stringContaining(jobId)]);
  }, 60_000);

  test('roles may do no more than their policies say meanwhile', async () => {
    const answer = await fetch(`${deployment().emulator.url}/_ministack/health`);
    expect(healthSchema.parse(await answer.json()).auth).toBe('enabled');
  });

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
