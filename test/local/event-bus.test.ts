import { beforeEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../local/clock.ts';
import { type Envelope, EventBus, type EventBusOptions, type Fault } from '../../local/event-bus.ts';
import type { EventRule } from '../../local/template.ts';

const START = Date.UTC(2026, 0, 5, 8, 0, 0, 250);

let clock: VirtualClock;
let delivered: { functionArn: string; afterMs: number; event: Envelope }[];
let undelivered: unknown[];
let failures: number;

const target = { functionArn: 'on-command-event', retries: 2, maxAgeSeconds: 21_600 };
const rule: EventRule = {
  name: 'ended',
  arn: 'arn:aws:events:us-east-1:000000000000:rule/ended',
  enabled: true,
  pattern: { source: ['aws.ssm'], detail: { status: ['Success', 'Failed'] } },
  targets: [target],
};

function bus(change: Partial<EventBusOptions> = {}): EventBus {
  return new EventBus({
    rules: [rule],
    accountId: '000000000000',
    region: 'us-east-1',
    clock,
    invoke: async (functionArn, event) => {
      delivered.push({ functionArn, event, afterMs: clock.now() - START });
      if (failures-- > 0) throw new Error('boom');
    },
    onUndelivered: (report) => undelivered.push(report),
    ...change,
  });
}

beforeEach(() => {
  clock = new VirtualClock(new Date(START));
  [delivered, undelivered, failures] = [[], [], 0];
});

const event = { source: 'aws.ssm', detailType: 'Command', detail: { status: 'Success' }, resources: ['arn:x'] };
const times = () => delivered.map(({ afterMs }) => afterMs);

describe('an event', () => {
  test('reaches the function in an envelope, and not before the caller is done', async () => {
    bus().put(event);
    expect(delivered).toEqual([]);
    await clock.run();
    expect(delivered).toEqual([
      {
        functionArn: 'on-command-event',
        afterMs: 0,
        event: {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'Command',
          source: 'aws.ssm',
          account: '000000000000',
          time: '2026-01-05T08:00:00Z',
          region: 'us-east-1',
          resources: ['arn:x'],
          detail: { status: 'Success' },
        },
      },
    ]);
  });

  test('goes to every target of every rule that it matches', async () => {
    const other = {
      ...rule,
      name: 'other',
      targets: [
        { ...target, functionArn: 'a' },
        { ...target, functionArn: 'b' },
      ],
    };
    bus({ rules: [rule, other] }).put(event);
    await clock.run();
    expect(delivered.map(({ functionArn }) => functionArn)).toEqual(['on-command-event', 'a', 'b']);
  });

  test('goes nowhere where the rule is disabled or has a schedule only', async () => {
    const { pattern: _, ...unpatterned } = rule;
    const scheduled = { ...unpatterned, schedule: 'rate(1 day)' };
    const own = bus({ rules: [{ ...rule, enabled: false }, scheduled] });
    own.put(event);
    await clock.run(() => clock.now() > START);
    own.stop();
    expect(times()).toEqual([]);
  });
});

describe('a pattern', () => {
  const cases: [object, object, boolean][] = [
    [{ source: ['aws.ssm'] }, {}, true],
    [{ source: ['aws.states', 'aws.ssm'] }, {}, true],
    [{ source: ['aws.states'] }, {}, false],
    [{ 'detail-type': ['Command'] }, {}, true],
    [{ detail: { status: ['Failed'] } }, { status: 'Failed' }, true],
    [{ detail: { status: ['Failed'], n: [1] } }, { status: 'Failed', n: 1 }, true],
    [{ detail: { status: ['Failed'], n: [1] } }, { status: 'Failed', n: '1' }, false],
    [{ detail: { status: ['Failed'], n: [1] } }, { status: 'Failed' }, false],
    [{ detail: { a: { b: [true] } } }, { a: { b: true } }, true],
    [{ detail: { a: { b: [true] } } }, { a: 'b' }, false],
    [{ detail: { a: [null] } }, { a: null }, true],
    [{ detail: { a: [null] } }, {}, false],
    [{ detail: { list: ['x'] } }, { list: ['w', 'x'] }, true],
    [{ detail: { list: ['x'] } }, { list: [] }, false],
    [{ detail: { a: [{ prefix: 'up' }] } }, { a: 'upgrade' }, true],
    [{ detail: { a: [{ prefix: 'up' }] } }, { a: 'down' }, false],
    [{ detail: { a: [{ prefix: 'up' }] } }, { a: 1 }, false],
    [{ detail: { a: [{ 'anything-but': ['x', 'y'] }] } }, { a: 'z' }, true],
    [{ detail: { a: [{ 'anything-but': ['x', 'y'] }] } }, { a: 'y' }, false],
    [{ detail: { a: [{ 'anything-but': 'x' }] } }, { a: 'x' }, false],
    [{ detail: { a: [{ 'anything-but': 'x' }] } }, {}, false],
    [{ detail: { toString: ['x'] } }, {}, false],
  ];
  test.each(cases)('%j on the detail %j: %s', async (pattern, detail, matches) => {
    bus({ rules: [{ ...rule, pattern }] }).put({ ...event, detail });
    await clock.run();
    expect(delivered).toHaveLength(matches ? 1 : 0);
  });

  const refused: [string, unknown][] = [
    ['another operator', { detail: { a: [{ exists: true }] } }],
    ['an operator with a sibling', { detail: { a: [{ prefix: 'a', suffix: 'b' }] } }],
    ['anything-but with an operator', { detail: { a: [{ 'anything-but': { prefix: 'a' } }] } }],
    ['$or', { $or: [{ source: ['a'] }] }],
    ['a bare value', { source: 'aws.ssm' }],
    ['an empty list', { source: [] }],
  ];
  test.each(refused)('with %s is refused at the start', (_name, pattern) => {
    expect(() => bus({ rules: [{ ...rule, pattern }] })).toThrow('the rule ended');
  });
});

describe('a delivery that fails', () => {
  test('is tried again after one and two more minutes', async () => {
    failures = 2;
    bus().put(event);
    await clock.run();
    expect(times()).toEqual([0, 60_000, 180_000]);
    expect(undelivered).toEqual([]);
  });

  const givesUp: [string, object, number[]][] = [
    ['after three attempts', {}, [0, 60_000, 180_000]],
    ['after the attempts that the function is given', { retries: 1 }, [0, 60_000]],
    ['when the event would be too old', { maxAgeSeconds: 120 }, [0, 60_000]],
  ];
  test.each(givesUp)('is given up %s, and reported', async (_name, change, expected) => {
    failures = 9;
    bus({ rules: [{ ...rule, targets: [{ ...target, ...change }] }] }).put(event);
    await clock.run();
    expect(times()).toEqual(expected);
    expect(undelivered).toEqual([
      {
        functionArn: 'on-command-event',
        attempts: expected.length,
        error: new Error('boom'),
        event: delivered[0]?.event,
      },
    ]);
  });

  test('does not hold up others', async () => {
    failures = 1;
    const own = bus();
    own.put(event);
    own.put(event);
    await clock.run();
    expect(times()).toEqual([0, 0, 60_000]);
  });
});

describe('with the fault', () => {
  const faults: [Fault, number[]][] = [
    ['none', [0]],
    ['lose', []],
    ['duplicate', [0, 0]],
    [{ delayMs: 90_000 }, [90_000]],
  ];
  test.each(faults)('%j an event arrives after %j ms', async (fault, expected) => {
    bus({ fault: () => fault }).put(event);
    await clock.run();
    expect(times()).toEqual(expected);
  });

  test('of one event the others arrive as ever', async () => {
    const own = bus({ fault: ({ detail }) => (JSON.stringify(detail).includes('Failed') ? 'lose' : 'none') });
    own.put({ ...event, detail: { status: 'Failed' } });
    own.put(event);
    await clock.run();
    expect(delivered).toMatchObject([{ event: { detail: { status: 'Success' } } }]);
  });
});

describe('a schedule', () => {
  const { pattern: _, ...scheduled } = { ...rule, schedule: 'rate(5 minutes)' };
  const cases: [string, number][] = [
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ];
  test.each(cases)('of %s comes every %d ms', async (schedule, everyMs) => {
    const own = bus({ rules: [{ ...scheduled, schedule }] });
    await clock.run(() => delivered.length === 3);
    own.stop();
    expect(times()).toEqual([everyMs, 2 * everyMs, 3 * everyMs]);
    expect(delivered[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      detail: {},
      resources: [rule.arn],
    });
  });

  test('goes on when a function fails', async () => {
    failures = 1;
    const own = bus({ rules: [scheduled] });
    await clock.run(() => delivered.length === 3);
    own.stop();
    expect(times()).toEqual([300_000, 360_000, 600_000]);
  });

  test.each(['cron(0 8 * * ? *)', 'rate(0 minutes)', 'rate(5 weeks)', ''])(
    '"%s" is refused at the start',
    (schedule) => {
      expect(() => bus({ rules: [{ ...scheduled, schedule }] })).toThrow('not understood');
    },
  );
});

test('nothing comes after the bus was stopped', async () => {
  const own = bus({ rules: [rule, { ...rule, schedule: 'rate(1 minute)' }] });
  own.put(event);
  own.stop();
  await clock.run();
  expect(delivered).toEqual([]);
});
