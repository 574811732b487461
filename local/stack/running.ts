import type { Server } from 'node:http';
import { close, listen } from '../aws-json.ts';

/** The parts that run, to be stopped in the reverse order of their start. */
export class Running {
  /** Answers what `start` does; where it fails, what it had added by then is stopped again. */
  static async start<Started>(start: (running: Running) => Promise<Started>): Promise<Started> {
    const running = new Running();
    try {
      return await start(running);
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  readonly #stops: (() => unknown)[] = [];

  /** Notes how a part that has started is stopped. */
  add(stop: () => unknown): void {
    this.#stops.push(stop);
  }

  /** Starts a server on loopback and answers its URL. */
  async serve(server: Server, port = 0): Promise<string> {
    const url = await listen(server, port);
    this.add(() => close(server));
    return url;
  }

  /** Stops all parts, also where some of them fail at it; throws an AggregateError of those failures. */
  async stop(): Promise<void> {
    const errors: unknown[] = [];
    for (const stop of this.#stops.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not all parts of the stack could be stopped.');
  }
}
