import { REQUEST_LIFETIME_MS, type Requests, type SubmittedRequest } from '../../functions/domain/ports.ts';

export class MemoryRequests implements Requests {
  readonly #requests = new Map<string, SubmittedRequest>();

  async remember(subject: string, key: string, request: SubmittedRequest): Promise<SubmittedRequest> {
    const first = this.#counting(subject, key, request.submittedAt);
    if (first !== undefined) return first;
    this.#requests.set(nameOf(subject, key), request);
    return request;
  }

  async find(subject: string, key: string, now: Date): Promise<SubmittedRequest | undefined> {
    return this.#counting(subject, key, now);
  }

  #counting(subject: string, key: string, now: Date): SubmittedRequest | undefined {
    const first = this.#requests.get(nameOf(subject, key));
    if (first === undefined) return undefined;
    return first.submittedAt.getTime() + REQUEST_LIFETIME_MS > now.getTime() ? first : undefined;
  }
}

const nameOf = (subject: string, key: string): string => JSON.stringify([subject, key]);
