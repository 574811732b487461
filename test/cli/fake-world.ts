import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schemas } from '../../bin/client/client.ts';
import { fleet } from '../../bin/fleet/main.ts';
import type { World } from '../../bin/fleet/world.ts';
import { now } from '../fixtures.ts';

/** A request as an API sees it. */
export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = Response | Error;
type Answering = (request: Seen, index: number) => Answer | Promise<Answer>;

interface Change {
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
  /** What the person answers; undefined where nobody sits there. */
  readonly says?: string;
  readonly home?: string;
}

/** A machine with a clock that goes on only while something sleeps, and an API that answers what the test says. */
export class FakeWorld implements World {
  readonly seen: Seen[] = [];
  /** Milliseconds of each sleep. */
  readonly slept: number[] = [];
  readonly home: string;
  readonly env: Record<string, string>;
  readonly ask: World['ask'];
  out = '';
  err = '';
  questions: string[] = [];
  /** Called before each sleep. */
  onSleep: () => void = () => undefined;
  readonly stdout: World['stdout'];
  readonly stderr: World['stderr'];
  #at = now.getTime();
  #keys = 0;
  #listeners = new Set<() => void>();
  readonly #answer: Answering;

  constructor(answer: Answering | readonly Answer[], change: Change = {}) {
    const { env = { FLEET_URL: 'https://fleet.example.com', FLEET_TOKEN: 'a-token' }, isTTY = false, says } = change;
    this.#answer = typeof answer === 'function' ? answer : (_request, index) => answer[index] ?? unexpected(index);
    this.env = env;
    this.home = change.home ?? mkdtempSync(join(tmpdir(), 'fleet-cli-'));
    this.stdout = { isTTY, columns: 80, write: (text) => (this.out += text) };
    this.stderr = { isTTY, columns: 80, write: (text) => (this.err += text) };
    this.ask =
      says === undefined
        ? undefined
        : async (question) => {
            this.questions.push(question);
            return says;
          };
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname, search, origin } = new URL(request.url);
    const path = origin === 'https://fleet.example.com' ? `${pathname}${search}` : request.url;
    const seen = { method: request.method, path, headers: request.headers, body: await request.text() };
    this.seen.push(seen);
    const answer = await this.#answer(seen, this.seen.length - 1);
    if (answer instanceof Error) throw answer;
    return answer;
  };

  readonly now = (): number => this.#at;

  readonly sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    this.onSleep();
    if (signal?.aborted) return;
    this.slept.push(milliseconds);
    this.#at += milliseconds;
  };

  readonly newKey = (): string => `key-${++this.#keys}`;

  readonly onInterrupt = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Ctrl-C. Answers whether anybody listened: a process that nobody listens in simply ends. */
  interrupt(): boolean {
    for (const listener of this.#listeners) listener();
    return this.#listeners.size > 0;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Runs a command line such as `job x --watch`. */
  run(...args: readonly string[]): Promise<number> {
    return fleet(args, this);
  }
}

function unexpected(index: number): never {
  throw new Error(`Nobody expected request number ${index + 1}.`);
}

/** An answer of the API. */
export const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), { ...init, headers: { 'content-type': 'application/json', ...init.headers } });

/** A refusal of the API. */
export const problem = (status: number, change: Partial<Schemas['Problem']> = {}): Response => {
  const body = {
    type: 'about:blank',
    title: 'Conflict',
    status,
    code: 'WRONG_STATE',
    detail: 'The job is done.',
    instance: 'request-1',
    ...change,
  };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
};

export const jobAgent = (index: number, change: Partial<Schemas['JobAgent']> = {}): Schemas['JobAgent'] => ({
  agentUuid: `item${index}`,
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  status: 'success',
  error: null,
  state: 'done',
  reason: 'UPGRADED',
  ...change,
});

const id = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D';

/** A job of four agents in waves of 1 and 3 that has just begun. */
export const job = (change: Partial<Schemas['Job']> = {}): Schemas['Job'] => ({
  id,
  targetVersion: '1.5.0',
  status: 'running',
  simulated: false,
  createdAt: now.toISOString(),
  completedAt: null,
  phase: 'running',
  reason: 'WAVE_RUNNING',
  detail: null,
  requestedBy: 'ci-pipeline',
  note: null,
  changeTicket: null,
  parentJobId: null,
  action: 'upgrade',
  agents: [],
  nextCursor: null,
  excluded: [],
  progress: {
    total: 4,
    succeeded: 0,
    failed: 0,
    skipped: 0,
    running: 1,
    pending: 3,
    percent: 0,
    etaSeconds: 240,
  },
  waves: [
    { number: 1, agents: 1, bakeSeconds: 300, failureThreshold: 0 },
    { number: 2, agents: 3, bakeSeconds: 0, failureThreshold: '2%' },
  ],
  planHash: null,
  artifact: null,
  allowed: ['pause', 'cancel'],
  ...change,
});

export const progress = (change: Partial<Schemas['Progress']>): Schemas['Progress'] => ({
  ...job().progress,
  ...change,
});

/** The same job at its end. */
export const ended = (change: Partial<Schemas['Job']> = {}): Schemas['Job'] =>
  job({
    status: 'success',
    phase: 'done',
    reason: 'ALL_SUCCEEDED',
    completedAt: now.toISOString(),
    progress: progress({ succeeded: 4, running: 0, pending: 0, percent: 100, etaSeconds: null }),
    agents: [1, 2, 3, 4].map((index) => jobAgent(index)),
    allowed: ['rollback'],
    ...change,
  });
