import type { Waker } from '../../functions/domain/ports.ts';

/** Remembers which tokens were woken. */
export class MemoryWaker implements Waker {
  readonly woken: string[] = [];

  async wake(token: string): Promise<void> {
    this.woken.push(token);
  }
}
