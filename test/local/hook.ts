import { createServer, type Server } from 'node:http';
import { close, listen } from '../../local/aws-json.ts';

/** A place in the middle of a script that is held until `release`, so that no test waits by time. */
export class Hook {
  #arrived: () => void = () => undefined;
  #release: () => void = () => undefined;
  /** Resolves when a script has come to it. */
  readonly arrived = new Promise<void>((resolve) => {
    this.#arrived = resolve;
  });

  private constructor(
    private readonly server: Server,
    private readonly url: string,
  ) {}

  static async start(): Promise<Hook> {
    let came = 0;
    const server = createServer((_request, response) => {
      if (came++ > 0) response.end();
      else hook.#hold(() => response.end());
    });
    const hook: Hook = new Hook(server, await listen(server));
    server.unref();
    return hook;
  }

  /** The shell command that calls it: held the first time, though not for ever, and at once answered from then on. */
  get once(): string {
    return `curl -s --max-time 25 ${this.url}/`;
  }

  #hold(answer: () => void): void {
    this.#release = answer;
    this.#arrived();
  }

  release(): void {
    this.#release();
  }

  stop(): Promise<void> {
    this.release();
    return close(this.server);
  }
}
