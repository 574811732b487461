import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../../functions/domain/batch.ts';
import type { Artifact, CatalogueVersion } from '../../../functions/domain/catalogue.ts';
import type { Job } from '../../../functions/domain/job.ts';
import { networksSchema } from '../../../functions/domain/network.ts';
import { commandParameters } from '../../../functions/domain/use-cases/command-parameters.ts';
import { MemoryWorld } from '../../fakes/memory-world.ts';
import { artifact, batch, job, later, networks, now, pace, version } from '../../fixtures.ts';

interface Given {
  readonly batch?: Partial<Batch>;
  readonly job?: Partial<Job>;
  readonly published?: Partial<CatalogueVersion>;
  readonly ports?: Partial<MemoryWorld['ports']>;
}

const bucket: Artifact = { ...artifact, url: 's3://artifacts/agents/demo-agent-1.5.0.tar.gz' };
const inBucket: Given = { published: { artifacts: [bucket] }, ports: { networks, signedBuckets: ['artifacts'] } };

async function parameters({ ports, published, ...given }: Given) {
  const world = new MemoryWorld();
  await world.ports.catalogue.publish({ ...version, ...published });
  const all = { ...world.ports, networks, ...ports };
  return commandParameters(all, job(given.job), batch(1, given.batch), { now, notAfter: later(660) });
}

const text = (encoded: string | undefined): string => Buffer.from(encoded ?? '', 'base64url').toString();
const lines = async (given: Given): Promise<string[]> => text((await parameters(given))['Artifacts']).split('\n');
const urls = async (given: Given): Promise<string[]> => (await lines(given)).map((line) => line.split(' ')[1] ?? '');
const expiry = async (given: Given): Promise<string | null> =>
  new URL((await urls(given))[0] ?? '').searchParams.get('X-Amz-Expires');

describe('what a command is told of its network', () => {
  test('the mirror of the artifact, and the limits; the checksum stays that of the artifact', async () => {
    const told = await parameters({ batch: { network: 'floor' } });
    expect(told).toMatchObject({ MaxKbps: '2000', JitterSeconds: '120' });
    expect(told).not.toHaveProperty('Proxy');
    expect(text(told['Artifacts'])).toBe(
      `any/any https://mirror.floor.example.com/agents/demo-agent-1.5.0.tar.gz ${artifact.sha256} -`,
    );
  });

  test('the proxy', async () => {
    const told = await parameters({ batch: { network: 'closed' } });
    expect(text(told['Proxy'])).toBe('http://proxy.example.com:3128');
    expect(await urls({ batch: { network: 'closed' } })).toEqual([artifact.url]);
  });

  test('nothing where the batch is in none, whatever networks there are', async () => {
    const told = await parameters({});
    for (const name of ['Proxy', 'MaxKbps', 'JitterSeconds']) expect(told).not.toHaveProperty(name);
    expect(await urls({})).toEqual([artifact.url]);
  });

  test("the mirror of the job's own artifact, too", async () => {
    const own = { ...artifact, url: 'https://artifacts.example.com/own/a.tar.gz' };
    const found = await urls({ job: { artifact: own }, batch: { network: 'floor' } });
    expect(found).toEqual(['https://mirror.floor.example.com/agents/own/a.tar.gz']);
  });

  test('what the network is by now, and not when the job was planned', async () => {
    const moved = networksSchema.parse([{ name: 'floor', maxKbps: 7 }]);
    const told = await parameters({ batch: { network: 'floor' }, ports: { networks: moved } });
    expect(told).toMatchObject({ MaxKbps: '7' });
  });

  test.each<[string, Given, string]>([
    ['is no longer there', { batch: { network: 'cellar' } }, 'This deployment no longer knows the network cellar.'],
    [
      'has a mirror that cannot have the artifact',
      {
        batch: { network: 'floor' },
        published: { artifacts: [{ ...artifact, url: 'https://artifacts.example.com/a%20b' }] },
        ports: {
          networks: networksSchema.parse([
            { name: 'floor', mirrors: [{ from: 'https://artifacts.example.com/', to: 's3://mirror/' }] },
          ]),
        },
      },
      'The mirror of network floor cannot have an artifact of this version: no good address.',
    ],
  ])('nothing is sent where the network %s', async (_sentence, given, sentence) => {
    await expect(parameters(given)).rejects.toMatchObject({ name: 'CommandRejected', message: sentence });
  });

  test('a rollback brings no artifact: it is told of none, and needs no network', async () => {
    const told = await parameters({ ...inBucket, job: { action: 'rollback' } });
    expect(told).toMatchObject({ Action: 'rollback' });
    for (const name of ['Artifacts', 'Proxy', 'MaxKbps', 'JitterSeconds']) expect(told).not.toHaveProperty(name);
  });
});

describe('the address of an artifact in a bucket', () => {
  test('is signed where the deployment signs for it, until the script is ended that begins last', async () => {
    const [url = ''] = await urls(inBucket);
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe('https://artifacts.s3.eu-west-1.amazonaws.com/agents/demo-agent-1.5.0.tar.gz');
    expect(searchParams.get('X-Amz-Signature')).toMatch(/./);
    expect(await expiry(inBucket)).toBe(String(660 + pace.executionSeconds));
    expect(await lines(inBucket)).toEqual([`any/any ${url} ${artifact.sha256} -`]);
  });

  test('counts for 12 hours at most, however patient the deployment is', async () => {
    const patient = { ...pace, executionSeconds: 86_400 };
    expect(await expiry({ ...inBucket, ports: { ...inBucket.ports, pace: patient } })).toBe(String(12 * 3600));
  });

  test('is signed where a mirror has it in such a bucket', async () => {
    const toBucket = [{ name: 'floor', mirrors: [{ from: 'https://artifacts.example.com/', to: 's3://copies/eu/' }] }];
    const ports = { networks: networksSchema.parse(toBucket), signedBuckets: ['copies'] };
    expect((await urls({ batch: { network: 'floor' }, ports }))[0]).toMatch(
      /^https:\/\/copies\.s3\.eu-west-1\.amazonaws\.com\/eu\/demo-agent-1\.5\.0\.tar\.gz\?X-Amz/,
    );
  });

  test.each<[string, Given]>([
    ['the deployment signs for another bucket', { ...inBucket, ports: { signedBuckets: ['artifacts-2', 'art'] } }],
    [
      'none of the nodes could take it',
      { ...inBucket, published: { artifacts: [{ ...bucket, platform: 'windows' }] } },
    ],
  ])('is left as it is where %s', async (_sentence, given) => {
    expect(await urls(given)).toEqual([bucket.url]);
  });

  test('as long as they come, six of them fit into a command', async () => {
    const key = `agents/${'k'.repeat(200)}`;
    const artifacts = Array.from({ length: 6 }, () => ({ ...bucket, url: `s3://artifacts/${key}` }));
    const token = '%2F'.repeat(400);
    const signer = { sign: async () => `https://artifacts.s3.eu-west-1.amazonaws.com/${key}?${token}` };
    const told = await parameters({ ...inBucket, published: { artifacts }, ports: { ...inBucket.ports, signer } });
    expect(told['Artifacts']?.length).toBeLessThanOrEqual(16_384);
  });
});

test('what no node could check is not sent, although it was planned: the key of its type was taken away since', async () => {
  const signed = { ...artifact, sha256: null, signature: 'c'.repeat(88) };
  await expect(parameters({ published: { artifacts: [signed] } })).rejects.toThrow('needs its sha256');
  const back = await parameters({ job: { action: 'rollback' }, published: { artifacts: [signed] } });
  expect(back).toMatchObject({ Action: 'rollback' });
});
