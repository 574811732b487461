import { createHash } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTarget, type Target } from './target.ts';

const PATH = '/api/v1/agents/batch-upgrade';

let target: Target;
beforeAll(async () => {
  target = await startTarget(4);
}, 60_000);
afterAll(() => target?.stop());

interface Call {
  readonly method?: string;
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function call(path: string, { method = 'GET', token = target.tokens.admin, body, headers = {} }: Call = {}) {
  const response = await fetch(target.baseUrl + path, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const post = (body: unknown, change: Call = {}) =>
  call(PATH, { method: 'POST', token: target.tokens.operator, body, ...change });

/** Asks until the job has ended; the test's own time limit ends the asking. */
const ended = (id: string) => until(id, ({ completedAt }) => completedAt !== null);

interface State {
  readonly completedAt: string | null;
  readonly phase: string;
  readonly reason: string;
}

async function until(id: string, holds: (job: State) => boolean) {
  for (;;) {
    const { body } = await call(`/api/v1/upgrade-jobs/${id}`, { token: target.tokens.reader });
    if (holds(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Where an AWS SDK finds the deployment's own service. */
function aws(service: string) {
  const { env } = target;
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return { endpoint: env[`AWS_ENDPOINT_URL_${service}`] ?? '', region: env['AWS_REGION'] ?? '', credentials };
}

/** How many executions and items there are, asked of Step Functions and DynamoDB themselves. */
async function traces() {
  const [sfn, dynamo] = [new SFNClient(aws('SFN')), new DynamoDBClient(aws('DYNAMODB'))];
  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  const { executions } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: stateMachines?.[0]?.stateMachineArn }),
  );
  const { TableNames } = await dynamo.send(new ListTablesCommand({}));
  const { Count } = await dynamo.send(new ScanCommand({ TableName: TableNames?.[0], Select: 'COUNT' }));
  sfn.destroy();
  dynamo.destroy();
  return { executions: executions?.length, items: Count };
}

/** Asks Step Functions until the job waits and has decided at least so often what happens next; answers how often it has. */
async function decisionsOnceWaiting(id: string, least: number): Promise<number> {
  const sfn = new SFNClient(aws('SFN'));
  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  const executionArn = `${stateMachines?.[0]?.stateMachineArn?.replace(':stateMachine:', ':execution:')}:${id}`;
  for (;;) {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    const states = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    const decisions = states.filter((name) => name === 'Decide what happens next').length;
    // Submitted: the function that stores the token has answered.
    if (decisions >= least && events.at(-1)?.type === 'TaskSubmitted') return decisions;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const request = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0' };

describe('a request that is not acceptable starts nothing and stores nothing', () => {
  let before: Awaited<ReturnType<typeof traces>>;
  beforeAll(async () => {
    before = await traces();
  });
  afterAll(async () => {
    expect(before.items).toBeGreaterThan(0);
    expect(await traces()).toEqual(before);
  });

  const planHash = 'f'.repeat(64);
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `agent-${index}`);

  test.each<[string, unknown, number, string]>([
    ['not JSON', 'agentUuids=item1', 400, 'BODY_NOT_JSON'],
    ['an array', [], 400, 'VALIDATION_FAILED'],
    ['a missing version', { agentUuids: ['item1'] }, 400, 'VALIDATION_FAILED'],
    ['missing agents', { targetVersion: '1.5.0' }, 400, 'VALIDATION_FAILED'],
    ['an empty list', { ...request, agentUuids: [] }, 400, 'VALIDATION_FAILED'],
    ['an empty string', { ...request, agentUuids: '' }, 400, 'VALIDATION_FAILED'],
    ['10,001 agents', { ...request, agentUuids: ids(10_001) }, 400, 'VALIDATION_FAILED'],
    ['an id with a slash', { ...request, agentUuids: ['a/b'] }, 400, 'VALIDATION_FAILED'],
    ['an id with a newline', { ...request, agentUuids: ['a\nb'] }, 400, 'VALIDATION_FAILED'],
    ['a version for a shell', { ...request, targetVersion: '1.5.0;id' }, 400, 'VALIDATION_FAILED'],
    ['an unknown property', { ...request, force: true }, 400, 'VALIDATION_FAILED'],
    ['a planHash that is none', { ...request, planHash: 'abc' }, 400, 'VALIDATION_FAILED'],
    ['a simulated job with a planHash', { ...request, simulated: true, planHash }, 400, 'VALIDATION_FAILED'],
    ['a plan that nobody came to', { ...request, planHash }, 409, 'PLAN_UNKNOWN'],
    ['a wait for nodes of 49 hours', { ...request, offline: { waitHours: 49 } }, 400, 'VALIDATION_FAILED'],
    ['2 MB', { ...request, note: 'x'.repeat(2_000_000) }, 413, 'BODY_TOO_LARGE'],
  ])('%s', async (_sentence, body, status, code) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status,
      code,
      detail: expect.any(String),
      instance: answer.headers.get('x-request-id'),
    });
  });

  test('no body', async () => {
    const answer = await post(undefined, { headers: { 'content-type': 'application/json' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_MISSING' } });
  });

  test('another content type', async () => {
    const answer = await post(JSON.stringify(request), { headers: { 'content-type': 'text/plain' } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'NOT_JSON' } });
  });

  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

  test.each<[string, () => string | null]>([
    ['no token', () => null],
    ['an expired token', () => target.tokens.expired],
    ['no JWT', () => 'abc'],
    ['alg none', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claimsOf(target.tokens.operator))}.`],
    [
      'a token that was changed',
      () => {
        const [header, , signature] = target.tokens.operator.split('.');
        return `${header}.${encode({ ...claimsOf(target.tokens.operator), sub: 'somebody else' })}.${signature}`;
      },
    ],
  ])('%s is answered by API Gateway, in its own words', async (_sentence, token) => {
    const answer = await post(request, { token: token() });
    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  test.each(['reader', 'agent'] as const)('the token of a %s lacks the scope', async (role) => {
    expect(await post(request, { token: target.tokens[role] })).toMatchObject({
      status: 403,
      body: { code: 'SCOPE_MISSING' },
    });
  });
});

describe('upgrading', () => {
  test("the original API's own body is answered with the job, which then ends well", async () => {
    const { status, body } = await post('{"agentUuids":"item1,item2","targetVersion":"1.5.0"}');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^upgrade-job-[0-9A-Z]{26}$/),
      targetVersion: '1.5.0',
      agents: [
        { agentUuid: 'item1', oldVersion: null, newVersion: null, status: null, error: null },
        { agentUuid: 'item2', oldVersion: null, newVersion: null, status: null, error: null },
      ],
      status: expect.stringMatching(/^(pending|running)$/),
      simulated: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      completedAt: null,
    });
    expect(await ended(body.id)).toMatchObject({
      id: body.id,
      status: 'success',
      reason: 'ALL_SUCCEEDED',
      requestedBy: claimsSubject(),
      agents: [
        {
          agentUuid: 'item1',
          oldVersion: '1.4.2',
          newVersion: '1.5.0',
          status: 'success',
          error: null,
          state: 'done',
          reason: 'UPGRADED',
        },
        {
          agentUuid: 'item2',
          oldVersion: '1.4.2',
          newVersion: '1.5.0',
          status: 'success',
          error: null,
          state: 'done',
          reason: 'UPGRADED',
        },
      ],
      progress: { total: 2, succeeded: 2, failed: 0, running: 0, pending: 0, percent: 100, etaSeconds: 0 },
    });
    expect((await call('/api/v1/agents/item1')).body).toMatchObject({
      version: '1.5.0',
      versions: [{ version: '1.4.2', reportedAt: expect.stringMatching(/Z$/) }],
      lastSeenAt: expect.stringMatching(/Z$/),
    });
  }, 60_000);

  test('again is success and changes nothing; an unknown agent fails alone', async () => {
    const { body } = await post({ agentUuids: ['item1', 'nobody'], targetVersion: '1.5.0' });
    expect(await ended(body.id)).toMatchObject({
      status: 'failed',
      agents: [
        { agentUuid: 'item1', oldVersion: '1.5.0', newVersion: '1.5.0', status: 'success', reason: 'ALREADY_CURRENT' },
        { agentUuid: 'nobody', oldVersion: null, newVersion: null, status: 'failed', reason: 'AGENT_NOT_FOUND' },
      ],
      progress: { skipped: 1 },
    });
  }, 60_000);

  test('again with reinstall installs it once more', async () => {
    const { body } = await post({ agentUuids: ['item1'], targetVersion: '1.5.0', reinstall: true });
    expect(await ended(body.id)).toMatchObject({
      status: 'success',
      agents: [{ oldVersion: '1.5.0', newVersion: '1.5.0', status: 'success', reason: 'UPGRADED' }],
      progress: { skipped: 0 },
    });
  }, 60_000);

  test('a version that is not published fails its agents and touches none', async () => {
    const { body } = await post({ agentUuids: ['item3'], targetVersion: '9.9.9' });
    expect(await ended(body.id)).toMatchObject({
      status: 'failed',
      agents: [{ reason: 'VERSION_NOT_FOUND', status: 'failed' }],
    });
  }, 60_000);

  test('a bad version is taken back on the node, and the reason is told', async () => {
    const { body } = await post({ agentUuids: ['item3'], targetVersion: '1.6.0' });
    expect(await ended(body.id)).toMatchObject({
      status: 'failed',
      reason: 'SOME_FAILED',
      agents: [
        {
          status: 'failed',
          reason: 'HEALTH_CHECK_FAILED',
          oldVersion: '1.4.2',
          newVersion: '1.4.2',
          error: expect.any(String),
        },
      ],
    });
  }, 60_000);

  test('two jobs for one agent: the second is told who is first, or comes after it', async () => {
    const [first, second] = await Promise.all([
      post({ ...request, agentUuids: ['item4'] }),
      post({ ...request, agentUuids: ['item4'] }),
    ]);
    const jobs = await Promise.all([ended(first.body.id), ended(second.body.id)]);
    const outcomes = jobs.map(({ agents }) => agents[0].reason).toSorted();
    expect([
      ['AGENT_BUSY', 'UPGRADED'],
      ['ALREADY_CURRENT', 'UPGRADED'],
    ]).toContainEqual(outcomes);
  }, 60_000);

  test('with an Idempotency-Key a repeat is answered with the first job, and another request is refused', async () => {
    const headers = { 'idempotency-key': `key-${Date.now()}` };
    const nobody = { agentUuids: ['nobody'], targetVersion: '1.5.0' };
    const first = await post(nobody, { headers });
    expect(await post(JSON.stringify({ targetVersion: '1.5.0', agentUuids: 'nobody' }), { headers })).toMatchObject({
      status: 200,
      body: { id: first.body.id },
    });
    expect(await post({ ...nobody, note: 'another' }, { headers })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await post(nobody, { headers, token: target.tokens.admin })).not.toMatchObject({
      body: { id: first.body.id },
    });
    expect(await post(nobody, { headers: { 'idempotency-key': 'x'.repeat(256) } })).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_INVALID' },
    });
    await ended(first.body.id);
  }, 60_000);

  test('a list of agents of a job comes in pages, in the order of the request', async () => {
    const agentUuids = Array.from({ length: 5 }, (_, index) => `nobody-${index}`);
    const { body } = await post({ agentUuids, targetVersion: '1.5.0' });
    await ended(body.id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await call(`/api/v1/upgrade-jobs/${body.id}/agents?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items.map(({ agentUuid }: { agentUuid: string }) => agentUuid));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(agentUuids);
  }, 60_000);

  test('10,000 agents in one request are taken', async () => {
    const agentUuids = Array.from({ length: 10_000 }, (_, index) => `nobody-${index}`);
    const { status, body } = await post({ agentUuids, targetVersion: '1.5.0' });
    expect(status).toBe(200);
    expect(body.agents).toHaveLength(10_000);
    expect((await ended(body.id)).progress).toMatchObject({ total: 10_000, failed: 10_000 });
  }, 60_000);

  const claimsSubject = () =>
    JSON.parse(Buffer.from(target.tokens.operator.split('.')[1] ?? '', 'base64url').toString()).sub;
});

describe('simulating', () => {
  const fleet = { agentUuids: ['item4', 'item3', 'nobody'], targetVersion: '1.5.0' };
  const simulate = async (body: object) => {
    const { body: job } = await post({ ...body, simulated: true });
    expect(job).toMatchObject({ simulated: true, planHash: null, estimate: null });
    return ended(job.id);
  };
  const versions = () => Promise.all(['item3', 'item4'].map(async (id) => (await call(`/api/v1/agents/${id}`)).body));

  test('tells what would become of each agent, what it would take, and touches none', async () => {
    const before = await versions();
    expect(await simulate(fleet)).toMatchObject({
      simulated: true,
      status: 'failed',
      reason: 'SOME_FAILED',
      agents: [
        { reason: 'SIMULATED', status: 'success', newVersion: null, error: null, detail: expect.any(String) },
        { reason: 'SIMULATED', status: 'success', newVersion: null, error: null, detail: expect.any(String) },
        { reason: 'AGENT_NOT_FOUND', status: 'failed' },
      ],
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      estimate: { seconds: expect.any(Number), costUsd: expect.any(Number) },
    });
    expect(await versions()).toEqual(before);
  }, 60_000);

  test('with agents that can all be sent is a success', async () => {
    expect(await simulate({ ...fleet, agentUuids: ['item4'] })).toMatchObject({
      status: 'success',
      reason: 'SIMULATED',
      agents: [{ detail: expect.stringContaining('ALREADY_CURRENT') }],
    });
  }, 60_000);

  test('again comes to the same plan, and the real job that cites it runs', async () => {
    const some = { ...fleet, agentUuids: ['item4', 'nobody'] };
    const { planHash } = await simulate(some);
    expect((await simulate(some)).planHash).toBe(planHash);
    const { status, body } = await post({ ...some, planHash });
    expect(status).toBe(200);
    const job = await ended(body.id);
    expect(job).toMatchObject({ simulated: false, planHash, agents: [{ reason: 'ALREADY_CURRENT' }, {}] });
    expect(job).not.toHaveProperty('estimate');
  }, 60_000);

  test('is of no use for another job: the answer says what differs', async () => {
    const { planHash } = await simulate(fleet);
    expect(await post({ ...fleet, planHash, rollout: { concurrency: 1 } })).toMatchObject({
      status: 409,
      body: { code: 'PLAN_CHANGED', differences: [{ what: 'concurrency', simulated: '50', now: '1' }] },
    });
    const { body } = await post({ ...fleet, agentUuids: ['item4', 'item3', 'somebody'], planHash });
    expect(body.differences).toContainEqual({
      what: 'agent',
      agentUuid: 'somebody',
      simulated: 'not in the plan',
      now: 'not sent for AGENT_NOT_FOUND, at an unknown version',
    });
  }, 60_000);
});

describe('steering', () => {
  const steer = (id: string, action: string, token = target.tokens.operator) =>
    call(`/api/v1/upgrade-jobs/${id}/${action}`, { method: 'POST', token });
  const later = new Date(Date.now() + 3_600_000).toISOString();

  test('a scheduled job is paused, resumed and cancelled; what does not fit its state is refused', async () => {
    const { body } = await post({
      ...request,
      rollout: { startAt: later, canary: 1, bakeSeconds: 60, failureThreshold: '10%' },
    });
    expect(body.waves).toEqual([
      { number: 1, agents: 1, bakeSeconds: 60, failureThreshold: '10%' },
      { number: 2, agents: 1, bakeSeconds: 0, failureThreshold: '10%' },
    ]);
    expect(await steer(body.id, 'resume')).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(await steer(body.id, 'pause', target.tokens.reader)).toMatchObject({ status: 403 });
    expect(await steer(body.id, 'pause')).toMatchObject({
      status: 200,
      body: { id: body.id, detail: 'Paused by local-operator.' },
    });
    expect(await steer(body.id, 'pause')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('resume, cancel') },
    });
    expect(await steer(body.id, 'resume')).toMatchObject({ status: 200, body: { detail: null } });
    expect((await steer(body.id, 'cancel')).status).toBe(200);
    expect(await ended(body.id)).toMatchObject({
      status: 'failed',
      reason: 'CANCELLED',
      agents: [{ reason: 'NOT_STARTED' }, { reason: 'NOT_STARTED' }],
    });
    expect(await steer(body.id, 'cancel')).toMatchObject({ status: 409 });
  }, 60_000);

  test('a job that somebody else has to approve waits for that, and its trail tells who did what', async () => {
    const selector = { agentType: 'demo-agent', currentVersion: { atLeast: '1.5.0' } };
    const { body } = await post({ selector, targetVersion: '1.5.0', rollout: { approval: true } });
    expect(body).toMatchObject({ phase: 'planning', agents: [], progress: { total: 0 } });
    const waiting = await until(body.id, ({ phase }) => phase === 'awaiting-approval');
    expect(waiting.progress.total).toBeGreaterThan(0);
    expect(waiting.allowed).toContain('approve');
    expect(await steer(body.id, 'approve')).toMatchObject({ status: 403, body: { code: 'APPROVER_IS_REQUESTER' } });
    expect(await steer(body.id, 'approve', target.tokens.admin)).toMatchObject({ status: 200 });
    const done = await ended(body.id);
    expect(done.status).toBe('success');
    expect(new Set(done.agents.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['ALREADY_CURRENT']));
    const { body: trail } = await call(`/api/v1/upgrade-jobs/${body.id}/events?limit=3`);
    expect(trail.items).toMatchObject([
      { number: 1, by: 'local-operator', reason: 'SUBMITTED' },
      { number: 2, by: null, reason: 'AWAITING_APPROVAL' },
      { number: 3, by: 'local-admin', reason: 'APPROVED' },
    ]);
    const rest = await call(`/api/v1/upgrade-jobs/${body.id}/events?cursor=${trail.nextCursor}`);
    expect(rest.body).toMatchObject({ items: expect.any(Array), nextCursor: null });
    expect(rest.body.items.at(-1)).toMatchObject({ phase: 'done', reason: 'ALL_SUCCEEDED' });
  }, 60_000);

  test.each([
    ['an empty selector', { selector: {} }],
    ['a selector beside names', { selector: { agentType: 'demo-agent' }, agentUuids: ['item1'] }],
  ])('%s is refused', async (_, change) => {
    expect(await post({ targetVersion: '1.5.0', ...change })).toMatchObject({ status: 400 });
  });

  test('an unknown job is not found', async () => {
    expect(await steer('upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D', 'pause')).toMatchObject({ status: 404 });
  });
});

describe('reading', () => {
  test.each([
    '/api/v1/upgrade-jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D',
    '/api/v1/upgrade-jobs/nonsense',
    '/api/v1/upgrade-jobs/upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D/agents',
  ])('%s is unknown', async (path) => {
    expect(await call(path)).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } });
  });

  test('a path that is no route is answered by API Gateway', async () => {
    expect(await call('/api/v1/nothing')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });

  const madeUp = (state: object) => `cursor=${Buffer.from(JSON.stringify(state)).toString('base64url')}`;

  const refused = [madeUp({ shard: 3, start: { pk: 'x' } }), madeUp({ shard: 3, after: 'somebody' })];
  test.each(['limit=0', 'limit=251', 'limit=x', 'limit=1e2', 'cursor=nonsense', ...refused])(
    'a list with ?%s is refused',
    async (query) => {
      expect((await call(`/api/v1/agents?${query}`)).status).toBe(400);
    },
  );

  test('agents are listed in pages', async () => {
    const first = await call('/api/v1/agents?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await call(`/api/v1/agents?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toHaveLength(1);
  });

  test('agents are listed by what they are, and no filter is taken that is none', async () => {
    const list = async (query: string) => (await call(`/api/v1/agents?${query}`)).body.items;
    const all = await list('agentType=demo-agent');
    expect(all).toHaveLength(4);
    expect(await list(`agentType=demo-agent&version=${all[0].version}&limit=1`)).toHaveLength(1);
    expect(await list('version=0.0.0')).toEqual([]);
    expect(await list('status=vanished')).toEqual([]);
    expect(await list('tag=site=nowhere')).toEqual([]);
    for (const query of ['state=online', 'status=gone', 'tag=site'])
      expect(await call(`/api/v1/agents?${query}`)).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } });
  });

  test('an agent is found by its name, and one that is not there is not', async () => {
    expect(await call('/api/v1/agents/item1')).toMatchObject({
      status: 200,
      body: { agentUuid: 'item1', agentType: 'demo-agent' },
    });
    expect((await call(`/api/v1/agents/${'x'.repeat(3000)}`)).status).toBe(404);
    expect(await call('/api/v1/agents/nobody')).toMatchObject({ status: 404, body: { code: 'AGENT_NOT_FOUND' } });
  });
});

describe('what follows from a job', () => {
  const follow = (id: string, action: string, change: Call = {}) =>
    call(`/api/v1/upgrade-jobs/${id}/${action}`, { method: 'POST', token: target.tokens.operator, ...change });
  const all = { waves: [{ size: '100%' }], failureThreshold: '100%' };
  const versionOf = async (agentUuid: string) => (await call(`/api/v1/agents/${agentUuid}`)).body.version;

  /** Where the deployment takes artifacts of callers from, as it says itself. */
  async function allowedSource(): Promise<string> {
    const artifact = { url: 'https://nowhere.example.com/a', sha256: 'a'.repeat(64) };
    const refused = await post({ ...request, artifact }, { token: target.tokens.admin });
    expect(refused).toMatchObject({ status: 422, body: { code: 'ARTIFACT_SOURCE_NOT_ALLOWED' } });
    const [, source = ''] = /Allowed are (\S+)\.$/.exec(refused.body.detail) ?? [];
    return source;
  }

  test('an artifact with a wrong checksum fails on the node, and a retry with the right one ends well', async () => {
    const source = await allowedSource();
    const url = `${source}agent-1.5.0.tar.gz`;
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const wrong = { agentUuids: ['item3'], targetVersion: '1.5.0', artifact: { url, sha256: 'b'.repeat(64) } };
    expect(await post(wrong)).toMatchObject({ status: 403, body: { code: 'ARTIFACT_NEEDS_ADMIN' } });
    const { body } = await post(wrong, { token: target.tokens.admin });
    expect(await ended(body.id)).toMatchObject({ agents: [{ reason: 'CHECKSUM_MISMATCH' }], allowed: ['retry'] });
    expect(await follow(body.id, 'retry', { token: target.tokens.reader })).toMatchObject({ status: 403 });
    const corrected = { artifact: { url, checksum: `sha256:${sha256}` } };
    expect(await follow(body.id, 'retry', { body: corrected })).toMatchObject({ status: 403 });
    const headers = { 'idempotency-key': `retry-${Date.now()}` };
    const retry = await follow(body.id, 'retry', { body: corrected, token: target.tokens.admin, headers });
    expect(retry).toMatchObject({ status: 200, body: { parentJobId: body.id, agents: [], artifact: { url, sha256 } } });
    expect(await ended(retry.body.id)).toMatchObject({
      status: 'success',
      agents: [{ agentUuid: 'item3', oldVersion: '1.4.2', newVersion: '1.5.0' }],
    });
    const repeat = await follow(body.id, 'retry', { body: corrected, token: target.tokens.admin, headers });
    expect(repeat.body.id).toBe(retry.body.id);
    const nothing = await follow(retry.body.id, 'retry');
    expect(nothing).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_RETRY' } });
    expect(nothing.body.detail).toContain('What can be done with it: rollback.');
  }, 60_000);

  test('a job that has ended is taken back: real agents go back to what they ran, and nobody else does', async () => {
    const before = await versionOf('item2');
    const { body } = await post({
      agentUuids: ['item2', 'item3'],
      targetVersion: '1.4.2',
      allowDowngrade: true,
      rollout: all,
    });
    expect(await ended(body.id)).toMatchObject({
      status: 'success',
      allowed: ['rollback'],
      rollback: {
        jobId: null,
        takesBack: [{ agentType: 'demo-agent', recipe: 'package', sentence: expect.any(String) }],
      },
    });
    const rollback = await follow(body.id, 'rollback', { body: { note: 'too old' } });
    expect(rollback).toMatchObject({
      status: 200,
      body: { parentJobId: body.id, action: 'rollback', takesBack: [{ agentType: 'demo-agent' }] },
    });
    expect((await follow(body.id, 'rollback')).body.id).toBe(rollback.body.id);
    expect(await ended(rollback.body.id)).toMatchObject({
      status: 'success',
      targetVersion: before,
      agents: [
        { agentUuid: 'item2', oldVersion: '1.4.2', newVersion: before, reason: 'ROLLED_BACK' },
        { agentUuid: 'item3', oldVersion: '1.4.2', newVersion: '1.5.0', reason: 'ROLLED_BACK' },
      ],
    });
    expect(await versionOf('item2')).toBe(before);
    expect((await call(`/api/v1/upgrade-jobs/${body.id}`)).body.rollback.jobId).toBe(rollback.body.id);
    expect(await follow(rollback.body.id, 'rollback')).toMatchObject({
      status: 409,
      body: { code: 'ROLLBACK_OF_ROLLBACK' },
    });
  }, 60_000);

  test('a job that waits is ended by its rollback, which then has nobody to take back', async () => {
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await post({ ...request, rollout: { startAt } });
    expect(await follow(body.id, 'retry')).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    const rollback = await follow(body.id, 'rollback');
    expect(await ended(body.id)).toMatchObject({ status: 'failed', reason: 'ROLLED_BACK' });
    expect(await ended(rollback.body.id)).toMatchObject({ status: 'failed', reason: 'NO_AGENTS', agents: [] });
  }, 60_000);

  test('a job that fails too much takes itself back', async () => {
    const rollout = { ...all, failureThreshold: 0, onFailure: 'rollback' };
    const artifact = { url: `${await allowedSource()}agent-1.4.2.tar.gz`, sha256: 'b'.repeat(64) };
    const { body } = await post(
      { agentUuids: ['item3'], targetVersion: '1.7.0', artifact, rollout },
      { token: target.tokens.admin },
    );
    expect(await ended(body.id)).toMatchObject({ reason: 'FAILURE_THRESHOLD', rollback: { jobId: null } });
  }, 60_000);

  test.each(['retry', 'rollback'])('%s of an unknown job is not found, and takes no unknown field', async (action) => {
    const unknown = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D';
    expect(await follow(unknown, action)).toMatchObject({ status: 404 });
    expect(await follow(unknown, action, { body: { force: true } })).toMatchObject({ status: 400 });
  });
});

describe('registering', () => {
  const put = (agentUuid: string, body: unknown, token = target.tokens.admin) =>
    call(`/api/v1/agents/${agentUuid}`, { method: 'PUT', token, body });
  const agent = { agentType: 'demo-agent', nodeId: 'mi-0fedcba9876543210' };

  test('an agent is registered once, and again with other tags', async () => {
    const derived = `demo-agent:000000000000:us-east-1:${agent.nodeId}`;
    expect(await put(encodeURIComponent(derived), agent)).toMatchObject({
      status: 200,
      body: { agentUuid: derived, version: null },
    });
    expect(await put(encodeURIComponent(derived), { ...agent, tags: { site: 'a' } })).toMatchObject({
      status: 200,
      body: { tags: { site: 'a' } },
    });
    expect(await put('alias', agent)).toMatchObject({
      status: 409,
      body: { code: 'DUPLICATE_AGENT', detail: expect.stringContaining(derived) },
    });
  });

  test('an agent is found by its tags, and removed once, whereupon its node is free', async () => {
    const remove = (token = target.tokens.admin) => call('/api/v1/agents/shop%2B1', { method: 'DELETE', token });
    const shop = { ...agent, nodeId: 'mi-0fedcba9876543212', tags: { shop: 'a, b', till: '1=2' } };
    expect(await put('shop%2B1', shop)).toMatchObject({
      status: 200,
      body: {
        origin: 'registered',
        platform: null,
        connection: null,
        lastSeenAt: null,
        versions: [],
        vanishedAt: null,
      },
    });
    const query = new URLSearchParams([
      ['tag', 'shop=a, b'],
      ['tag', 'till=1=2'],
    ]);
    expect((await call(`/api/v1/agents?${query}`)).body).toMatchObject({ items: [{ agentUuid: 'shop+1' }] });
    expect(await remove(target.tokens.operator)).toMatchObject({ status: 403 });
    expect(await remove()).toMatchObject({ status: 204, body: undefined });
    expect(await remove()).toMatchObject({ status: 404, body: { code: 'AGENT_NOT_FOUND' } });
    expect((await call(`/api/v1/agents?${query}`)).body).toEqual({ items: [], nextCursor: null });
    expect(await put('shop-2', shop)).toMatchObject({ status: 200 });
    expect(await call('/api/v1/agents/shop-2', { method: 'DELETE' })).toMatchObject({ status: 204 });
  });

  test.each<[string, string, unknown, number, string]>([
    ['an unknown agent type', 'item9', { ...agent, agentType: 'nope' }, 422, 'AGENT_TYPE_UNKNOWN'],
    ['no node', 'item9', { agentType: 'demo-agent' }, 400, 'VALIDATION_FAILED'],
    ['a node that is none', 'item9', { ...agent, nodeId: 'server-1' }, 400, 'VALIDATION_FAILED'],
    ['an agentUuid that is none', 'a%20b', agent, 400, 'AGENT_UUID_INVALID'],
  ])('%s is refused', async (_sentence, agentUuid, body, status, code) => {
    expect(await put(agentUuid, body)).toMatchObject({ status, body: { code } });
  });

  // `constructor` cannot be stored, and `__proto__` would be lost; the brackets make a property of the second, too.
  test.each(['constructor', '__proto__'])('a tag %s is pointed at, and the node stays free', async (name) => {
    const elsewhere = { ...agent, nodeId: 'mi-0fedcba9876543211' };
    const tags = { site: 'a', [name]: 'x' };
    expect(await put('item9', { ...elsewhere, tags })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ pointer: `/tags/${name}` }] },
    });
    expect(await post({ selector: { tags }, targetVersion: '1.5.0' })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ pointer: `/selector/tags/${name}` }] },
    });
    expect(await put('other', elsewhere)).toMatchObject({ status: 200, body: { agentUuid: 'other' } });
  });

  test('an operator may not register', async () => {
    expect((await put('item9', agent, target.tokens.operator)).status).toBe(403);
  });

  test('a version is published once', async () => {
    const version = {
      agentType: 'demo-agent',
      version: '7.0.0',
      artifact: { url: 'https://example.com/a.tar.gz', sha256: 'a'.repeat(64) },
    };
    const publish = (body: unknown) => call('/api/v1/versions', { method: 'POST', body });
    expect((await publish(version)).status).toBe(200);
    expect((await publish(version)).status).toBe(200);
    const other = { ...version, artifact: { ...version.artifact, sha256: 'b'.repeat(64) } };
    expect(await publish(other)).toMatchObject({ status: 409, body: { code: 'VERSION_EXISTS' } });
    for (const url of ['http://example.com/a', 'https://user:word@example.com/a', 'a.tar.gz']) {
      expect((await publish({ ...version, artifact: { ...version.artifact, url } })).status).toBe(400);
    }
    expect(await publish({ ...version, version: '1:7.0~1' })).toMatchObject({
      status: 422,
      body: { code: 'VERSION_UNUSABLE' },
    });
  });
});

describe('the version catalogue', () => {
  const path = '/api/v1/versions';
  const sha256 = 'a'.repeat(64);
  const url = 'https://example.com/a.tar.gz?signature=secret';
  const of = (version: string) => `${path}/demo-agent/${encodeURIComponent(version)}`;
  const publish = (body: object) => call(path, { method: 'POST', body: { agentType: 'demo-agent', ...body } });
  const get = (at: string, token = target.tokens.reader) => call(at, { token });
  const act = (version: string, action: string, change: Call = {}) =>
    call(`${of(version)}/${action}`, { method: 'POST', ...change });
  const deprecate = (version: string, reason = 'it leaks') => act(version, 'deprecate', { body: { reason } });

  /** As published in this test's own moment, the newest first. */
  const versions = ['7.1.0+b1', '7.2.0', '7.3.0'];
  beforeAll(async () => {
    for (const version of versions)
      expect((await publish({ version, minVersion: '1.0.0', artifact: { url, sha256 } })).status).toBe(200);
  });

  test('a version is read by its name, without what signs its address', async () => {
    const expected = {
      agentType: 'demo-agent',
      version: '7.1.0+b1',
      minVersion: '1.0.0',
      releaseNotes: null,
      status: 'active',
      deprecation: null,
      publishedAt: expect.stringMatching(/Z$/),
      publishedBy: 'local-admin',
      artifacts: [{ url: 'https://example.com/a.tar.gz', sha256, signature: null }],
    };
    expect(await get(of('7.1.0+b1'))).toMatchObject({ status: 200, body: expected });
    expect((await get(of('7.1.0+b1'), target.tokens.admin)).body.artifacts).toMatchObject([{ url }]);
    expect(await get(of('1:7.52.0-1'))).toMatchObject({
      status: 404,
      body: { code: 'VERSION_NOT_FOUND', detail: expect.stringContaining('demo-agent 1:7.52.0-1') },
    });
    expect((await get(of('7.1.0'), target.tokens.agent)).status).toBe(403);
  });

  test('the list has the newest first, in pages and by status', async () => {
    const { body } = await get(`${path}?agentType=demo-agent&limit=2`);
    expect(body.items).toMatchObject([{ version: '7.3.0' }, { version: '7.2.0' }]);
    expect(JSON.stringify(body)).not.toContain('secret');
    const next = await get(`${path}?limit=1&cursor=${body.nextCursor}`);
    expect(next.body.items).toMatchObject([{ version: '7.1.0+b1' }]);
    expect((await get(`${path}?agentType=nothing`)).body).toEqual({ items: [], nextCursor: null });
    for (const query of ['status=gone', 'agenttype=demo-agent'])
      expect(await get(`${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } });
    expect(await get(`${path}?cursor=x`)).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });

  test('a deprecated version says why, repeats that, takes no job, and is active again', async () => {
    const { body } = await deprecate('7.3.0');
    expect(body).toMatchObject({ status: 'deprecated', deprecation: { reason: 'it leaks', by: 'local-admin' } });
    expect((await deprecate('7.3.0', 'another reason')).body).toEqual(body);
    const listed = await get(`${path}?status=deprecated`);
    expect(listed.body.items).toMatchObject([{ version: '7.3.0', deprecation: body.deprecation }]);
    const job = await post({ agentUuids: ['item1'], targetVersion: '7.3.0' });
    expect(await ended(job.body.id)).toMatchObject({
      status: 'failed',
      agents: [{ reason: 'VERSION_DEPRECATED', error: 'demo-agent 7.3.0 was deprecated by local-admin: it leaks' }],
    });
    for (let time = 0; time < 2; time++)
      expect((await act('7.3.0', 'activate')).body).toMatchObject({ status: 'active', deprecation: null });
  }, 60_000);

  test('a job that is under way is held as long as its version is deprecated', async () => {
    const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toLocaleDateString('en', {
      weekday: 'short',
      timeZone: 'UTC',
    });
    const window = { days: [inTwoDays.toLowerCase()], start: '12:00', durationMinutes: 60, timeZone: 'UTC' };
    const { body } = await post({ agentUuids: ['item1'], targetVersion: '7.2.0', rollout: { window } });
    await until(body.id, ({ reason }) => reason === 'WINDOW_CLOSED');
    expect((await deprecate('7.2.0')).status).toBe(200);
    expect(await until(body.id, ({ reason }) => reason === 'VERSION_DEPRECATED')).toMatchObject({ phase: 'paused' });
    expect((await act('7.2.0', 'activate')).status).toBe(200);
    await until(body.id, ({ reason }) => reason === 'WINDOW_CLOSED');
    await call(`/api/v1/upgrade-jobs/${body.id}/cancel`, { method: 'POST' });
    await ended(body.id);
  }, 60_000);

  test('an agent that is too old for a version is told from where to go there', async () => {
    await publish({ version: '7.4.0', minVersion: '7.0.0', artifact: { url, sha256 } });
    const { body } = await post({ agentUuids: ['item1'], targetVersion: '7.4.0', simulated: true });
    expect((await ended(body.id)).agents).toMatchObject([
      { reason: 'VERSION_TOO_OLD', error: expect.stringContaining('minVersion 7.0.0') },
    ]);
  }, 60_000);

  test.each<[string, object, number, string]>([
    ['no checksum', { artifact: { url } }, 422, 'VERSION_UNUSABLE'],
    ['a least version newer than itself', { minVersion: '9.0.0', artifact: { url, sha256 } }, 422, 'VERSION_UNUSABLE'],
    ['a bucket that is none', { artifact: { url: 's3://Bucket/key', sha256 } }, 400, 'VALIDATION_FAILED'],
    ['half a signature', { artifact: { url, sha256, signature: 'AAAA' } }, 400, 'VALIDATION_FAILED'],
    ['a key of its own', { publicKey: 'AAAA', artifact: { url, sha256 } }, 400, 'VALIDATION_FAILED'],
  ])('%s is refused', async (_sentence, body, status, code) => {
    expect(await publish({ version: '7.9.0', ...body })).toMatchObject({ status, body: { code } });
  });

  test('only an administrator deprecates and activates, with a reason, and only what is published', async () => {
    const { operator } = target.tokens;
    expect((await act('7.2.0', 'deprecate', { token: operator, body: { reason: 'x' } })).status).toBe(403);
    expect((await act('7.2.0', 'activate', { token: operator })).status).toBe(403);
    expect(await deprecate('7.2.0', ' ')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason' }] } });
    expect(await deprecate('9.9.9')).toMatchObject({ status: 404, body: { code: 'VERSION_NOT_FOUND' } });
    expect((await act('9.9.9', 'activate')).status).toBe(404);
  });
});

describe('freezing', () => {
  const path = '/api/v1/freeze';
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const nowhere = { scope: { tag: 'site', value: 'a=b & ü' }, reason: 'a fair', until };
  const ofNowhere = `?scope=${encodeURIComponent('tag:site=a=b & ü')}`;
  const put = (body: unknown, token = target.tokens.admin) => call(path, { method: 'PUT', token, body });
  const remove = (query = '', token = target.tokens.admin) => call(path + query, { method: 'DELETE', token });
  const list = async () => (await call(path, { token: target.tokens.reader })).body.items;

  afterAll(async () => {
    // Whatever became of the tests, the deployment sends again.
    for (const query of ['?scope=all', ofNowhere]) await remove(query);
    expect(await list()).toEqual([]);
  });

  test('a freeze of a tag is stored, listed with a sentence, replaced, and deleted once', async () => {
    expect(await put(nowhere)).toMatchObject({ status: 200, body: { ...nowhere, createdBy: 'local-admin' } });
    expect(await list()).toEqual([
      {
        ...nowhere,
        createdAt: expect.stringMatching(/Z$/),
        createdBy: 'local-admin',
        detail: `Sending is frozen for site=a=b & ü by local-admin until ${until}: a fair`,
      },
    ]);
    expect((await put({ ...nowhere, reason: 'another', until: null })).body).toMatchObject({ until: null });
    expect(await list()).toMatchObject([{ reason: 'another', until: null }]);
    expect(await remove(ofNowhere)).toMatchObject({ status: 200, body: { reason: 'another' } });
    expect(await remove(ofNowhere)).toMatchObject({ status: 404, body: { code: 'FREEZE_NOT_FOUND' } });
    expect(await list()).toEqual([]);
  });

  test('without a scope, all agents are meant to be frozen; whoever ends that says so', async () => {
    expect((await put({ reason: 'an incident' })).body).toMatchObject({ scope: 'all', until: null });
    expect(await remove()).toMatchObject({ status: 400, body: { code: 'FREEZE_SCOPE_MISSING' } });
    expect((await remove('?scope=all')).body).toMatchObject({ scope: 'all', reason: 'an incident' });
    expect((await remove('?scope=all')).status).toBe(404);
  });

  test.each<[string, unknown, string]>([
    ['no reason', { scope: 'all' }, '/reason'],
    ['a scope that is none', { ...nowhere, scope: 'site' }, '/scope'],
    ['an end that is no time', { ...nowhere, until: 'tomorrow' }, '/until'],
    ['an unknown property', { ...nowhere, createdBy: 'somebody' }, '/createdBy'],
  ])('%s is refused', async (_sentence, body, pointer) => {
    expect(await put(body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ pointer }] } });
  });

  test('an end that has passed is refused', async () => {
    expect(await put({ ...nowhere, until: '2020-01-01T00:00:00+02:00' })).toMatchObject({
      status: 422,
      body: { code: 'UNTIL_PAST', errors: [{ pointer: '/until' }] },
    });
  });

  test('an operator may look, and neither freeze nor end a freeze; an agent may not even look', async () => {
    expect((await call(path, { token: target.tokens.operator })).status).toBe(200);
    expect(await put(nowhere, target.tokens.operator)).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    expect((await remove(ofNowhere, target.tokens.operator)).status).toBe(403);
    expect((await call(path, { token: target.tokens.agent })).status).toBe(403);
  });

  test('a job that waits decides again when others are frozen, and when they no longer are', async () => {
    const { body } = await post({ ...request, rollout: { startAt: until } });
    const before = await decisionsOnceWaiting(body.id, 1);
    expect((await put(nowhere)).status).toBe(200);
    const frozen = await decisionsOnceWaiting(body.id, before + 1);
    expect((await remove(ofNowhere)).status).toBe(200);
    await decisionsOnceWaiting(body.id, frozen + 1);
    await call(`/api/v1/upgrade-jobs/${body.id}/cancel`, { method: 'POST' });
    expect(await ended(body.id)).toMatchObject({ reason: 'CANCELLED' });
  }, 60_000);
});

describe('GET /api/v1/export', () => {
  const lines = async (cursor: string | null): Promise<Record<string, unknown>[]> => {
    const url = `${target.baseUrl}/api/v1/export${cursor === null ? '' : `?cursor=${cursor}`}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${target.tokens.admin}` } });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    return (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  test('answers everything there is, a JSON text on each line, page by page', async () => {
    const { body } = await post({ ...request, agentUuids: ['no-such-agent'] });
    await ended(body.id);
    const all: Record<string, unknown>[] = [];
    for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
      const page = await lines(cursor);
      const last = page.pop();
      expect(last).toMatchObject({ kind: 'end' });
      all.push(...page);
      cursor = typeof last?.['nextCursor'] === 'string' ? last['nextCursor'] : undefined;
    }
    expect(all).toContainEqual(expect.objectContaining({ kind: 'agent', agentUuid: 'item1' }));
    expect(all).toContainEqual(expect.objectContaining({ kind: 'job', id: body.id, phase: 'done' }));
    expect(all).toContainEqual(
      expect.objectContaining({
        kind: 'job-agent',
        jobId: body.id,
        agentUuid: 'no-such-agent',
        reason: 'AGENT_NOT_FOUND',
      }),
    );
  }, 60_000);

  test('is for administrators', async () => {
    expect(await call('/api/v1/export', { token: target.tokens.operator })).toMatchObject({ status: 403 });
    expect(await call('/api/v1/export?cursor=x')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });
});

describe('discovering', () => {
  const discover = (body?: unknown, change: Call = {}) =>
    call('/api/v1/agents/discover', { method: 'POST', body, ...change });

  test('a dry run finds the fleet, and the real one the same; then the inventory knows the nodes', async () => {
    const { status, body: dry } = await discover({ dryRun: true });
    expect([status, dry.dryRun, dry.complete, dry.detail]).toEqual([200, true, true, null]);
    expect(dry.found.count).toBeGreaterThanOrEqual(4);
    expect(dry.found.examples).toContainEqual(expect.objectContaining({ agentUuid: 'item1' }));
    const { body: real } = await discover();
    expect({ ...real, dryRun: true, startedAt: dry.startedAt }).toEqual(dry);
    expect((await call('/api/v1/agents/item1')).body).toMatchObject({
      origin: 'registered',
      connection: 'online',
      platform: { type: 'linux' },
      lastSeenAt: expect.any(String),
      vanishedAt: null,
    });
  });

  test.each([
    ['a word for dryRun', { dryRun: 'yes' }, '/dryRun'],
    ['an unknown property', { dry: true }, '/dry'],
  ])('refuses %s', async (_what, body, pointer) => {
    expect(await discover(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test('is for administrators', async () => {
    expect(await discover({ dryRun: true }, { token: target.tokens.operator })).toMatchObject({ status: 403 });
    expect(await discover({ dryRun: true }, { token: null })).toMatchObject({ status: 401 });
  });
});
