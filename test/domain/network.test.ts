import { describe, expect, test } from '@jest/globals';
import { mirrored, networkOf, networksSchema } from '../../functions/domain/network.ts';
import { agent, networks } from '../fixtures.ts';

const parsed = (change: object) => networksSchema.safeParse([{ name: 'floor', ...change }]);

describe('the network of an agent', () => {
  test.each<[string, Record<string, string>, string | null]>([
    ['by its tag', { site: 'floor' }, 'floor'],
    ['the first that fits, of two', { site: 'floor', zone: 'closed' }, 'floor'],
    ['by another tag', { site: 'attic', zone: 'closed' }, 'closed'],
    ['the one for all others', { site: 'attic' }, 'others'],
    ['the one for all others, without a tag', {}, 'others'],
  ])('is found %s', (_sentence, tags, expected) => {
    expect(networkOf(agent(1, { tags }), networks)).toBe(expected);
  });

  test('is none where none fits, and what every object has is no tag', () => {
    const [floor] = networksSchema.parse([{ name: 'floor', tag: { key: 'toString', value: '' } }]);
    expect(networkOf(agent(1), floor === undefined ? [] : [floor])).toBeNull();
    expect(networkOf(agent(1), [])).toBeNull();
  });
});

describe('the address of an artifact at a mirror', () => {
  const [network] = networksSchema.parse([
    {
      name: 'floor',
      mirrors: [
        { from: 'https://artifacts.example.com/agents/stable/', to: 'https://stable.mirror.example.com' },
        { from: 'https://Artifacts.example.com/agents', to: 'https://mirror.example.com:8443/eu' },
        { from: 's3://artifacts/agents', to: 's3://artifacts-eu/copy' },
        { from: 's3://artifacts/web/', to: 'https://mirror.example.com/s3/' },
      ],
    },
  ]);
  const mirrors = network?.mirrors ?? [];

  test.each([
    ['is below `to`', 'https://artifacts.example.com/agents/a/1.tgz', 'https://mirror.example.com:8443/eu/a/1.tgz'],
    [
      'is at the first that fits',
      'https://artifacts.example.com/agents/stable/1',
      'https://stable.mirror.example.com/1',
    ],
    ['keeps its query', 'https://artifacts.example.com/agents/1?a=b%2F', 'https://mirror.example.com:8443/eu/1?a=b%2F'],
    ['may be in another bucket', 's3://artifacts/agents/1.5.0/a.tgz', 's3://artifacts-eu/copy/1.5.0/a.tgz'],
    ['may be on the web in place of a bucket', 's3://artifacts/web/a.tgz', 'https://mirror.example.com/s3/a.tgz'],
  ])('%s', (_sentence, url, expected) => {
    expect(mirrored(url, mirrors)).toBe(expected);
  });

  test.each([
    ['a folder that only begins alike', 'https://artifacts.example.com/agents-old/1'],
    ['a host that only begins alike', 'https://artifacts.example.com.evil.example/agents/1'],
    ['another port', 'https://artifacts.example.com:444/agents/1'],
    ['a way out of the folder', 'https://artifacts.example.com/agents/../other/1'],
    ['a way out that a server may see', 'https://artifacts.example.com/agents/%2e%2e%2fother/1'],
    ['a bucket that only begins alike', 's3://artifacts-2/agents/1'],
    ['another folder of the bucket', 's3://artifacts/agents2/1'],
  ])('is its own for %s', (_sentence, url) => {
    expect(mirrored(url, mirrors)).toBe(url);
  });
});

describe('a network', () => {
  test.each([
    ['nothing but a name', {}],
    ['a proxy by https', { proxy: 'https://proxy.example.com:3129' }],
    ['a proxy by address', { proxy: 'http://10.0.0.1:3128' }],
    ['the largest limits', { maxKbps: 999_999, jitterSeconds: 600 }],
  ])('may have %s', (_what, change) => {
    expect(parsed(change).success).toBe(true);
  });

  test.each([
    ['a name with blanks', { name: 'the floor' }],
    ['a tag without a value', { tag: { key: 'site' } }],
    ['a tag that cannot be stored', { tag: { key: 'constructor', value: '' } }],
    ['a mirror in plain http', { mirrors: [{ from: 'https://a.example.com/', to: 'http://b.example.com/' }] }],
    ['a mirror with a password', { mirrors: [{ from: 'https://a.example.com/', to: 'https://a:b@b.example.com/' }] }],
    ['a mirror with a query', { mirrors: [{ from: 'https://a.example.com/?x', to: 'https://b.example.com/' }] }],
    ['a mirror of anything', { mirrors: [{ from: '/', to: 'https://b.example.com/' }] }],
    ['a proxy with a password', { proxy: 'http://user:secret@proxy:3128' }],
    ['a proxy without a port', { proxy: 'http://proxy' }],
    ['a proxy with a path', { proxy: 'http://proxy:3128/' }],
    ['a proxy of another kind', { proxy: 'socks5://proxy:1080' }],
    ['a limit of nothing', { maxKbps: 0 }],
    ['a limit that the documents do not take', { maxKbps: 1_000_000 }],
    ['more jitter than the documents take', { jitterSeconds: 601 }],
    ['a field that nobody reads', { proxies: [] }],
  ])('cannot have %s', (_what, change) => {
    expect(parsed(change).success).toBe(false);
  });

  test.each([
    ['two of one name', [{ name: 'a', tag: { key: 'x', value: '1' } }, { name: 'a' }], 'one name'],
    [
      'one that takes all before another',
      [{ name: 'a' }, { name: 'b', tag: { key: 'x', value: '1' } }],
      'the last one',
    ],
  ])('a list is refused that has %s', (_what, list, words) => {
    expect(networksSchema.safeParse(list).error?.issues[0]?.message).toContain(words);
  });
});
