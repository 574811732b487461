import {
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Waker } from '../domain/ports.ts';

/** Answers task tokens. */
export class SfnWaker implements Waker {
  readonly #client: SFNClient;

  constructor(client: SFNClient) {
    this.#client = client;
  }

  async wake(taskToken: string): Promise<void> {
    try {
      await this.#client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    } catch (error) {
      // Nobody waits any more: the task timed out, was woken before, or its execution is over.
      if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken) return;
      throw error;
    }
  }
}
