import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../../local/clock.ts';
import { FleetApi } from '../../local/launch/fleet-api.ts';
import { followJob } from '../../local/launch/follow-job.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { Synthesized } from '../infra/synthesized.ts';
import { deployedThings, RELEASED_ITEMS, RELEASED_THINGS, withEverything } from './released.ts';

/*
 * npm run record-release: notes what the release deploys and stores, in test/upgrading/released. The next version is held to it: what runs
 * and what is stored when it is deployed came from this one.
 */

const write = (file: string, content: unknown) => writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);

/** Asks for what makes items of every kind: jobs that ended well, that failed and that wait, a freeze, a simulated job. */
async function use({ stack, tokens }: Launched): Promise<void> {
  const api = new FleetApi({ baseUrl: stack.baseUrl, token: tokens.admin });
  const startAt = new Date(Date.now() + 86_400_000).toISOString();
  const upgradeToItsEnd = async (body: object) =>
    followJob({ api, clock: systemClock, say: () => undefined, line: ({ id }) => id }, await api.upgrade(body));
  await upgradeToItsEnd({
    agentUuids: ['item1', 'item2', 'nobody'],
    targetVersion: '1.5.0',
    changeTicket: 'CHG1',
    note: 'first',
  });
  await upgradeToItsEnd({ agentUuids: ['item3'], targetVersion: '1.6.0' });
  await upgradeToItsEnd({ agentUuids: ['item4'], targetVersion: '1.5.0', simulated: true });
  await api.upgrade({ selector: { agentType: 'demo-agent' }, targetVersion: '1.5.0', rollout: { startAt, canary: 1 } });
  await api.call('PUT', '/api/v1/freeze', { scope: { tag: 'site', value: 'berlin' }, reason: 'year end' });
  await api.call('POST', '/api/v1/versions/demo-agent/1.6.0/deprecate', { reason: 'does not start' });
}

async function storedItems({ stack }: Launched): Promise<readonly Record<string, unknown>[]> {
  const client = new DynamoDBClient({
    endpoint: stack.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
    region: stack.template.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const items: Record<string, unknown>[] = [];
  const pages = paginateScan(
    { client: DynamoDBDocumentClient.from(client) },
    { TableName: stack.template.tables[0]?.name },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  client.destroy();
  return items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-release-'));
try {
  const launched = await launch({ agents: 4, folder, onProblem: (problem) => process.stderr.write(`${problem}\n`) });
  try {
    await use(launched);
    write(RELEASED_ITEMS, await storedItems(launched));
  } finally {
    await launched.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
write(RELEASED_THINGS, deployedThings(new Synthesized(withEverything, {})));
