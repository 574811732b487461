import { describe, expect, test } from '@jest/globals';
import type { Schemas } from '../../bin/client/client.ts';
import { agent, nodeId } from '../fixtures.ts';
import { ended, FakeWorld, job, json, problem } from './fake-world.ts';

const SUBMIT = '/api/v1/agents/batch-upgrade';
const sent = ({ seen }: FakeWorld): unknown => JSON.parse(seen.at(-1)?.body ?? '');

describe('a command line becomes the request', () => {
  const named = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' };
  const cases: [string, string[], object][] = [
    ['agents in one list', ['--agents', 'item1,item2'], {}],
    ['agents in two options, one of them twice', ['--agents', 'item1,item2', '--agents', 'item1'], {}],
    ['a simulation', ['--agents', 'item1,item2', '--simulate'], { simulated: true }],
    ['a plan', ['--agents', 'item1,item2', '--plan-hash', 'ab'], { planHash: 'ab' }],
    ['a note', ['--agents', 'item1,item2', '--note', 'why not'], { note: 'why not' }],
    ['a change ticket', ['--agents', 'item1,item2', '--change-ticket', 'CHG1'], { changeTicket: 'CHG1' }],
    ['a reinstallation', ['--agents', 'item1,item2', '--reinstall'], { reinstall: true }],
    ['a way back', ['--agents', 'item1,item2', '--allow-downgrade'], { allowDowngrade: true }],
    ['12 hours for nodes', ['--agents', 'item1,item2', '--offline', '12h'], { offline: { waitHours: 12 } }],
    ['a wait for nodes', ['--agents', 'item1,item2', '--offline', 'wait'], { offline: 'wait' }],
    [
      'a canary and its bake',
      ['--agents', 'item1,item2', '--canary', '10%', '--bake', '1h30m'],
      { rollout: { canary: '10%', bakeSeconds: 5400 } },
    ],
    [
      'waves',
      ['--agents', 'item1,item2', '--waves', '1:10m,10%:1h,50%'],
      {
        rollout: {
          waves: [{ size: 1, bakeSeconds: 600 }, { size: '10%', bakeSeconds: 3600 }, { size: '50%' }],
        },
      },
    ],
    [
      'limits',
      ['--agents', 'item1,item2', '--concurrency', '5', '--concurrency-per', 'site=2', '--threshold', '2.5%'],
      { rollout: { concurrency: 5, concurrencyPerTag: { tag: 'site', max: 2 }, failureThreshold: '2.5%' } },
    ],
    [
      'what happens on a failure, alarms and an approval',
      ['--agents', 'item1,item2', '--on-failure', 'rollback', '--alarms', 'a,b', '--approval', 'after-canary'],
      { rollout: { onFailure: 'rollback', alarms: ['a', 'b'], approval: 'after-canary' } },
    ],
    ['an approval before', ['--agents', 'item1,item2', '--approval', 'before'], { rollout: { approval: true } }],
    [
      'a window over the end of the week',
      ['--agents', 'item1,item2', '--window', 'fri-mon,wed 22:00 4h Europe/Berlin'],
      {
        rollout: {
          window: {
            days: ['fri', 'sat', 'sun', 'mon', 'wed'],
            start: '22:00',
            durationMinutes: 240,
            timeZone: 'Europe/Berlin',
          },
        },
      },
    ],
    [
      'a start',
      ['--agents', 'item1,item2', '--start-at', '2026-03-01T22:00:00+01:00'],
      { rollout: { startAt: '2026-03-01T22:00:00+01:00' } },
    ],
  ];
  test.each(cases)('%s', async (_sentence, args, more) => {
    const world = new FakeWorld([json(job())]);
    expect(await world.run('upgrade', ...args, '--to', '1.5.0')).toBe(0);
    expect(sent(world)).toEqual({ ...named, ...more });
  });

  const selectors: [string, string[], Schemas['Selector']][] = [
    ['tags', ['--selector', 'site=berlin', '--selector', 'tier=a=b'], { tags: { site: 'berlin', tier: 'a=b' } }],
    ['a type', ['--type', 'demo-agent'], { agentType: 'demo-agent' }],
    ['versions below', ['--from', '<1.5.0'], { currentVersion: { below: '1.5.0' } }],
    [
      'all three',
      ['--selector', 'site=berlin', '--type', 'demo-agent', '--from', '>=1.4.0 <1.5.0'],
      { tags: { site: 'berlin' }, agentType: 'demo-agent', currentVersion: { atLeast: '1.4.0', below: '1.5.0' } },
    ],
  ];
  test.each(selectors)('agents chosen by %s', async (_sentence, args, selector) => {
    const world = new FakeWorld([json(job())]);
    expect(await world.run('upgrade', ...args, '--to', '1.5.0')).toBe(0);
    expect(sent(world)).toEqual({ selector, targetVersion: '1.5.0' });
  });

  test('with the token, a key of its own, and to the right address', async () => {
    const world = new FakeWorld([json(job())]);
    await world.run('upgrade', '--agents', 'item1', '--to', '1.5.0');
    const [request] = world.seen;
    expect(request).toMatchObject({ method: 'POST', path: SUBMIT });
    expect(request?.headers.get('authorization')).toBe('Bearer a-token');
    expect(request?.headers.get('idempotency-key')).toBe('key-1');
  });

  test("with the caller's own key", async () => {
    const world = new FakeWorld([json(job())]);
    await world.run('upgrade', '--agents', 'item1', '--to', '1.5.0', '--idempotency-key', 'deploy-7');
    expect(world.seen[0]?.headers.get('idempotency-key')).toBe('deploy-7');
  });
});

describe('a command line that cannot be used sends nothing and ends with 2', () => {
  const cases: [string, string[], RegExp][] = [
    ['without agents', ['--to', '1.5.0'], /Say which agents/],
    ['without a version', ['--agents', 'a'], /required option '--to <version>'/],
    ['with agents and a type', ['--agents', 'a', '--type', 't', '--to', '1'], /leave --nodes/],
    ['with agents and tags', ['--agents', 'a', '--selector', 'b=c', '--to', '1'], /leave --nodes/],
    ['with nodes without a type', ['--nodes', 'i-1', '--to', '1'], /--nodes needs --type/],
    ['with nodes and versions', ['--nodes', 'i-1', '--type', 't', '--from', '<2', '--to', '1'], /leave --selector/],
    ['with a gap in a list', ['--agents', 'a,,b', '--to', '1'], /without gaps/],
    ['with a tag without a value', ['--selector', 'site', '--to', '1'], /A tag such as/],
    ['with a tag twice', ['--selector', 'a=b', '--selector', 'a=c', '--to', '1'], /comes twice/],
    ['with a range that is none', ['--from', '1.5.0', '--to', '1'], /Versions such as/],
    ['with a range twice at one end', ['--from', '<1 <2', '--to', '1'], /Versions such as/],
    ['with a size that is none', ['--agents', 'a', '--canary', 'ten', '--to', '1'], /A count such as/],
    ['with waves and a canary', ['--agents', 'a', '--waves', '1', '--canary', '1', '--to', '1'], /cannot be used with/],
    ['with a wave that is none', ['--agents', 'a', '--waves', '1:2:3', '--to', '1'], /Waves such as/],
    ['with a window without a time', ['--agents', 'a', '--window', 'mon', '--to', '1'], /Days, start, duration/],
    ['with a day that is none', ['--agents', 'a', '--window', 'may 22:00 1h', '--to', '1'], /No day is called "may"/],
    ['with a time without an offset', ['--agents', 'a', '--start-at', '2026-03-01T22:00:00', '--to', '1'], /offset/],
    ['with half an hour for nodes', ['--agents', 'a', '--offline', '30m', '--to', '1'], /whole hours/],
    ['with another word on a failure', ['--agents', 'a', '--on-failure', 'weep', '--to', '1'], /Allowed choices/],
    ['with an option that there is not', ['--agents', 'a', '--tu', '1', '--to', '1'], /unknown option '--tu'/],
    ['with a timeout that is none', ['--agents', 'a', '--to', '1', '--timeout', 'soon'], /A duration such as/],
  ];
  test.each(cases)('%s', async (_sentence, args, message) => {
    const world = new FakeWorld([]);
    expect(await world.run('upgrade', ...args)).toBe(2);
    expect(world.err).toMatch(message);
    expect(world).toMatchObject({ seen: [], out: '' });
  });

  test('without a command', async () => {
    const world = new FakeWorld([]);
    expect(await world.run()).toBe(2);
    expect(world.err).toContain('Usage: fleet');
  });
});

describe('help goes to standard output and ends with 0', () => {
  test.each(['upgrade', 'jobs', 'job', 'pause', 'resume', 'cancel', 'approve', 'retry', 'rollback', 'report'])(
    '%s, with examples',
    async (command) => {
      const world = new FakeWorld([]);
      expect(await world.run(command, '--help')).toBe(0);
      expect(world.out).toContain(`Examples:\n  $ fleet ${command}`);
      expect(world.out).toContain('--output <form>');
    },
  );
  test.each([
    'agents list',
    'agents get',
    'versions',
    'freeze list',
    'freeze set',
    'freeze end',
    'discover',
    'export',
    'login',
    'completion',
  ])('%s, with examples', async (command) => {
    const world = new FakeWorld([]);
    expect(await world.run(...command.split(' '), '--help')).toBe(0);
    expect(world.out).toContain('Examples:\n  $ fleet ');
  });
});

describe('agents by their nodes', () => {
  const page = (items: object[], nextCursor: string | null = null) => json({ items, nextCursor });
  const nodes = (...indexes: number[]) => ['--nodes', indexes.map(nodeId).join(','), '--type', 'demo-agent'];

  test('are found in the inventory, over its pages, in the order of the nodes', async () => {
    const world = new FakeWorld([page([agent(1), agent(2)], 'next'), page([agent(3)]), json(job())]);
    expect(await world.run('upgrade', ...nodes(3, 1), '--to', '1.5.0')).toBe(0);
    expect(world.seen.map(({ path }) => path)).toEqual([
      '/api/v1/agents?agentType=demo-agent&limit=250',
      '/api/v1/agents?agentType=demo-agent&limit=250&cursor=next',
      SUBMIT,
    ]);
    expect(sent(world)).toEqual({ agentUuids: ['item3', 'item1'], targetVersion: '1.5.0' });
  });

  test('that are not there are refused with 3 before anything is sent', async () => {
    const world = new FakeWorld([page([agent(1)])]);
    expect(await world.run('upgrade', ...nodes(1, 7), '--to', '1.5.0')).toBe(3);
    expect(world.err).toContain(`The inventory has no demo-agent on ${nodeId(7)}. Nothing was sent.`);
    expect(world.seen).toHaveLength(1);
  });
});

describe('a person at the terminal', () => {
  const upgrade = ['upgrade', '--agents', 'item1', '--to', '1.5.0'];
  const cases: [string, string, string[], number, number][] = [
    ['is asked, and a yes sends it', 'y', [], 0, 1],
    ['is asked, and anything else does not', '', [], 130, 0],
    ['is not asked with --yes', 'n', ['--yes'], 0, 1],
    ['is not asked about a simulation', 'n', ['--simulate'], 0, 1],
  ];
  test.each(cases)('%s', async (_sentence, says, more, code, requests) => {
    const world = new FakeWorld([json(job())], { says, isTTY: true });
    expect(await world.run(...upgrade, ...more)).toBe(code);
    expect(world.seen).toHaveLength(requests);
  });
});

describe('a refusal ends with 3, and says why on standard error alone', () => {
  const upgrade = ['upgrade', '--agents', 'item1', '--to', '1.5.0'];
  test('with the detail, the fields, the code and the id of the request', async () => {
    const errors = [{ pointer: '/targetVersion', detail: 'no \u001b[31mversion' }];
    const world = new FakeWorld([problem(400, { code: 'VALIDATION_FAILED', detail: 'Wrong.', errors })]);
    expect(await world.run(...upgrade)).toBe(3);
    expect(world.err).toBe('Wrong.\n  /targetVersion: no  [31mversion\n  VALIDATION_FAILED (400), request request-1\n');
    expect(world.out).toBe('');
  });

  test('of API Gateway, which does not know the token', async () => {
    const world = new FakeWorld([json({ message: 'Unauthorized' }, { status: 401 })]);
    expect(await world.run(...upgrade)).toBe(3);
    expect(world.err).toContain('fleet login gets one.\n  Unauthorized (401)');
  });

  test('but an API that broke ends with 5', async () => {
    const world = new FakeWorld([problem(500, { code: 'INTERNAL_ERROR' })]);
    expect(await world.run(...upgrade)).toBe(5);
  });
});

describe('results', () => {
  const upgrade = ['upgrade', '--agents', 'item1', '--to', '1.5.0'];
  test('are the answer itself with --output json, wherever the option stands', async () => {
    for (const args of [
      ['--output', 'json', ...upgrade],
      [...upgrade, '--output', 'json'],
    ]) {
      const world = new FakeWorld([json(ended())]);
      await world.run(...args);
      expect(JSON.parse(world.out)).toEqual(ended());
    }
  });

  test('are a table else, and the way to follow the job goes to standard error', async () => {
    const world = new FakeWorld([json(job())]);
    await world.run(...upgrade);
    expect(world.out).toContain('agents        4: 1 running, 3 pending\n');
    expect(world.err).toBe(`To watch it: fleet job ${job().id} --watch\n`);
  });
});
