import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type UpgradeJob, upgradeJobSchema } from '../../local/launch/upgrade-job.ts';
import type { AgentHealth } from '../../local/node/demo-fleet.ts';
import type { Played } from './fault.ts';

/** After this a job that has not ended is given up. */
const LIMIT_SECONDS = 330;
const POLL_MS = 400;

interface Address {
  readonly baseUrl: string;
  readonly token: string;
}

interface CallerOptions {
  /** Where the API is now: it changes when a stack is started again. */
  readonly address: () => Address;
  /** What an agent answers now. */
  readonly health: (agentUuid: string) => Promise<AgentHealth | undefined>;
}

/** A pipeline that upgrades agents and does not give up: it asks with an idempotency key, until it is answered. */
export class Caller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** Asks for the job, at once all in one wave and whatever fails; answers its id. */
  async submit(agentUuids: readonly string[], target: string, concurrency = 4): Promise<string> {
    const rollout = { concurrency, waves: [{ size: '100%' }], failureThreshold: '100%' };
    const body = JSON.stringify({ agentUuids, targetVersion: target, rollout });
    const key = randomUUID();
    const job = await this.#patiently('POST', '/api/v1/agents/batch-upgrade', { 'idempotency-key': key }, body);
    if (job === undefined) throw new Error('The job was not taken.');
    return job.id;
  }

  /** Submits a job, does something while it runs, and follows it to its end. */
  async upgrade(
    agentUuids: readonly string[],
    target: string,
    during: () => Promise<unknown> = async () => undefined,
    concurrency = 4,
  ): Promise<Played> {
    const start = performance.now();
    const id = await this.submit(agentUuids, target, concurrency);
    const [job] = await Promise.all([this.#end(id, start), during()]);
    const seconds = (performance.now() - start) / 1000;
    const asked = agentUuids.map(async (agentUuid) => [agentUuid, await this.#options.health(agentUuid)] as const);
    return { target, agentUuids, agents: job?.agents.map(answered), seconds, nodes: new Map(await Promise.all(asked)) };
  }

  async #end(id: string, start: number): Promise<UpgradeJob | undefined> {
    while (performance.now() - start < LIMIT_SECONDS * 1000) {
      const job = await this.#patiently('GET', `/api/v1/upgrade-jobs/${id}`);
      if (job !== undefined && job.completedAt !== null) return job;
      await delay(POLL_MS);
    }
    return undefined;
  }

  async #patiently(method: string, path: string, headers: object = {}, body?: string): Promise<UpgradeJob | undefined> {
    for (let attempt = 1; attempt <= 150; attempt++) {
      const { baseUrl, token } = this.#options.address();
      const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
      const response = await fetch(baseUrl + path, { method, headers: all, ...(body && { body }) }).catch(
        () => undefined,
      );
      const text = await response?.text().catch(() => undefined);
      if (response?.ok && text !== undefined) return upgradeJobSchema.parse(JSON.parse(text));
      if (response !== undefined && ![401, 429].includes(response.status) && response.status < 500)
        throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
      await delay(POLL_MS);
    }
    return undefined;
  }
}

const answered = ({ agentUuid, status, reason, oldVersion }: UpgradeJob['agents'][number]) => ({
  agentUuid,
  status,
  reason,
  oldVersion,
});
