import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { type UpgradeJob, upgradeJobSchema } from './upgrade-job.ts';

/** The API takes 20 requests a second and route: who asks for more waits for its turn. */
const THROTTLED_WAIT_MS = 250;

export interface FleetApiOptions {
  readonly baseUrl: string;
  /** The caller's token. */
  readonly token: string;
  /** Waits so many milliseconds; the machine's clock unless given. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

const problemSchema = z.looseObject({ code: z.string(), detail: z.string() });

/** The API refused a request. */
export class ApiRefusal extends Error {
  readonly #text: string;

  constructor(
    request: string,
    readonly status: number,
    text: string,
  ) {
    super(`${request} was answered with ${status}: ${text}`);
    this.#text = text;
  }

  /** The answer's problem details. @throws where the answer is none, as API Gateway's own are not */
  problem(): z.infer<typeof problemSchema> {
    return problemSchema.parse(JSON.parse(this.#text));
  }
}

/** The HTTP API as a caller with one token uses it. Every method throws an ApiRefusal where it is refused. */
export class FleetApi {
  readonly #options: FleetApiOptions;

  constructor(options: FleetApiOptions) {
    this.#options = options;
  }

  /** Answers the parsed body. Where the API throttles, it waits and asks again. */
  async call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown> {
    const { baseUrl, token, wait = delay } = this.#options;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(baseUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    if (response.status !== 429) throw new ApiRefusal(`${method} ${path}`, response.status, text);
    await wait(THROTTLED_WAIT_MS);
    return this.call(method, path, body);
  }

  /** Posts the upgrade of a batch of agents. */
  async upgrade(request: object): Promise<UpgradeJob> {
    return upgradeJobSchema.parse(await this.call('POST', '/api/v1/agents/batch-upgrade', request));
  }

  async job(id: string): Promise<UpgradeJob> {
    return upgradeJobSchema.parse(await this.call('GET', `/api/v1/upgrade-jobs/${id}`));
  }

  /** Answers the job as it is right after the action. */
  async steer(id: string, action: 'pause' | 'resume' | 'cancel'): Promise<UpgradeJob> {
    return upgradeJobSchema.parse(await this.call('POST', `/api/v1/upgrade-jobs/${id}/${action}`));
  }
}
