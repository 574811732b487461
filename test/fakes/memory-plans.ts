import type { Plans } from '../../functions/domain/ports.ts';

export class MemoryPlans implements Plans {
  readonly #plans = new Map<string, { readonly jobId: string; readonly forgetAfter: Date }>();

  async remember(hash: string, jobId: string, forgetAfter: Date): Promise<void> {
    this.#plans.set(hash, { jobId, forgetAfter });
  }

  async jobOf(hash: string, now: Date): Promise<string | undefined> {
    const plan = this.#plans.get(hash);
    return plan !== undefined && plan.forgetAfter > now ? plan.jobId : undefined;
  }
}
