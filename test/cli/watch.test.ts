import { describe, expect, test } from '@jest/globals';
import { ended, FakeWorld, job, json, problem, progress } from './fake-world.ts';

const { id } = job();
const watch = ['job', id, '--watch'];
const failed = ended({ status: 'failed', reason: 'SOME_FAILED' });
const throttled = (headers: Record<string, string>, status = 429) => json({ message: 'Too Many' }, { status, headers });
const broken = () => new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

describe('watching a job to its end', () => {
  test.each([
    ['success ends with 0', ended(), 0],
    ['a failure ends with 1', failed, 1],
  ])('%s', async (_sentence, end, code) => {
    const world = new FakeWorld([json(job()), json(end)]);
    expect(await world.run(...watch)).toBe(code);
    expect(world.out).toContain(`status        ${end.status}\n`);
    expect(world.listeners).toBe(0);
  });

  test('upgrade --wait does it right away', async () => {
    const world = new FakeWorld([json(job()), json(failed)]);
    expect(await world.run('upgrade', '--agents', 'item1', '--to', '1.5.0', '--wait')).toBe(1);
    expect(world.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('without --watch a failed job is only shown', async () => {
    expect(await new FakeWorld([json(failed)]).run('job', id)).toBe(0);
  });

  test('looks ever less often while nothing changes, from 1 s to 5 s, and at once after a change', async () => {
    const same = [1, 2, 3, 4, 5, 6].map(() => json(job()));
    const world = new FakeWorld([...same, json(job({ phase: 'baking' })), json(ended())]);
    await world.run(...watch);
    expect(world.slept).toEqual([1000, 1500, 2250, 3375, 5000, 5000, 1000]);
  });

  test('asks only whether it changed where there is an ETag', async () => {
    const first = json(job(), { headers: { etag: 'W/"1"' } });
    const world = new FakeWorld([first, new Response(null, { status: 304 }), json(ended())]);
    expect(await world.run(...watch)).toBe(0);
    expect(world.seen.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, 'W/"1"', 'W/"1"']);
  });
});

describe('in a pipe there is a plain line for each change, on standard error', () => {
  test('with the time, the wave and the counts', async () => {
    const second = job({ progress: progress({ succeeded: 1, failed: 1, running: 2, pending: 0, percent: 50 }) });
    const world = new FakeWorld([json(job()), json(job()), json(second), json(ended())]);
    await world.run(...watch, '--output', 'json');
    expect(world.err).toBe(
      [
        `2026-01-15T08:00:00Z ${id} running, wave 1 of 2, 0 of 4 done, 1 running (WAVE_RUNNING)`,
        `2026-01-15T08:00:02Z ${id} running, wave 2 of 2, 2 of 4 done, 1 failed, 2 running (WAVE_RUNNING)`,
        `2026-01-15T08:00:03Z ${id} success, 4 of 4 done (ALL_SUCCEEDED)\n`,
      ].join('\n'),
    );
    expect(JSON.parse(world.out)).toEqual(ended());
  });
});

describe('in a terminal one line is written anew', () => {
  const env = { FLEET_URL: 'https://fleet.example.com', FLEET_TOKEN: 'a-token' };
  test('with a bar and the time that is left, and colours', async () => {
    const world = new FakeWorld([json(job()), json(ended())], { isTTY: true, env });
    await world.run(...watch);
    const [, first, last] = world.err.split('\r\u001b[2K');
    expect(first).toBe('░░░░░░░░░░░░░░░░░░░░   0%  about 4 min left, running, wave 1 of 2, 0 of 4 done…');
    expect(last).toBe('\u001b[32m████████████████████ 100%  success, 4 of 4 done (ALL_SUCCEEDED)\u001b[39m\n');
    expect(world.out).toContain('\u001b[32msuccess\u001b[39m');
  });

  test('and no colours with NO_COLOR', async () => {
    const world = new FakeWorld([json(ended())], { isTTY: true, env: { ...env, NO_COLOR: '1' } });
    await world.run(...watch);
    expect(world.out).not.toContain('\u001b');
  });
});

describe('the watching ends before the job does, and says that it goes on', () => {
  const goesOn = `The job goes on. To watch it: fleet job ${id} --watch. To stop it: fleet cancel ${id}\n`;

  test('at Ctrl-C, with 130', async () => {
    const world = new FakeWorld([json(job())]);
    world.onSleep = () => world.interrupt();
    expect(await world.run(...watch)).toBe(130);
    expect(world.err).toContain(`No longer watching.\n${goesOn}`);
    expect(world.seen).toHaveLength(1);
    expect(world.listeners).toBe(0);
  });

  test('at its timeout, with 4', async () => {
    const world = new FakeWorld(() => json(job()));
    expect(await world.run(...watch, '--timeout', '10s')).toBe(4);
    expect(world.err).toContain(`Timed out.\n${goesOn}`);
    expect(world.slept.reduce((sum, pause) => sum + pause, 0)).toBe(10_000);
  });

  test('where the API asks to wait beyond the timeout, with 4', async () => {
    const world = new FakeWorld([json(job()), throttled({ 'retry-after': '60' })]);
    expect(await world.run(...watch, '--timeout', '10s')).toBe(4);
    expect(world.err).toContain(goesOn);
  });

  test('where the job may not be read any more, with 3', async () => {
    const world = new FakeWorld([json(job()), problem(403, { code: 'SCOPE_MISSING' })]);
    expect(await world.run(...watch)).toBe(3);
    expect(world.err).toContain(goesOn);
  });

  test('where the line stays broken, after 20 attempts, with 5', async () => {
    const world = new FakeWorld((_request, index) => (index === 0 ? json(job()) : broken()));
    expect(await world.run(...watch)).toBe(5);
    expect(world.seen).toHaveLength(21);
    expect(world.err).toContain(`https://fleet.example.com cannot be reached: connect ECONNREFUSED.\n${goesOn}`);
  });
});

describe('patience', () => {
  const upgrade = ['upgrade', '--agents', 'item1', '--to', '1.5.0'];
  const cases: [string, string[], (Response | Error)[], number, number[]][] = [
    ['after 429 it waits as long as Retry-After says', ['job', id], [throttled({ 'retry-after': '7' })], 0, [7000]],
    [
      'Retry-After may be a date',
      ['job', id],
      [throttled({ 'retry-after': 'Thu, 15 Jan 2026 08:00:30 GMT' }, 503)],
      0,
      [30_000],
    ],
    ['without it, it waits 1 s and then 2 s', ['job', id], [throttled({}), throttled({}, 503)], 0, [1000, 2000]],
    ['a broken line is tried again for reads', ['job', id], [broken()], 0, [1000]],
    ['and for what has a key', upgrade, [broken(), throttled({}, 504)], 0, [1000, 2000]],
    ['a command without a key is not sent again', ['pause', id], [broken()], 5, []],
    ['nor after a 503', ['pause', id], [throttled({}, 503)], 5, []],
    ['but after a 429, since nothing ran', ['pause', id], [throttled({})], 0, [1000]],
    ['an hour is not waited', ['job', id], [throttled({ 'retry-after': '3600' })], 3, []],
    [
      'an address that never answered is tried three times',
      ['job', id],
      [broken(), broken(), broken()],
      5,
      [1000, 2000],
    ],
  ];
  test.each(cases)('%s', async (_sentence, args, before, code, slept) => {
    const world = new FakeWorld([...before, json(job())]);
    expect(await world.run(...args)).toBe(code);
    expect(world.slept).toEqual(slept);
  });

  test('a repeat of an upgrade has the same key and body', async () => {
    const world = new FakeWorld([broken(), json(job())]);
    await world.run(...upgrade);
    const [first, second] = world.seen.map(({ headers, body }) => [headers.get('idempotency-key'), body]);
    expect(second).toEqual(first);
  });
});
