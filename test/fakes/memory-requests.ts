import { REQUEST_LIFETIME_MS, type Requests, type SubmittedRequest } from '../../functions/domain/ports.ts';

export class MemoryRequests implements Requests {
  readonly #requests = new Map<string, SubmittedRequest>();

  async remember(subject: string, key: string, request: SubmittedRequest): Promise<SubmittedRequest> {
    const name = JSON.stringify([subject, key]);
    const first = this.#requests.get(name);
    if (first !== undefined && first.submittedAt.getTime() + REQUEST_LIFETIME_MS > request.submittedAt.getTime())
      return first;
    this.#requests.set(name, request);
    return request;
  }
}
