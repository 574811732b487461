/** Where lines go: a terminal, or a pipe. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** All that the command line reaches of the machine and the network. */
export interface World {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** Results: what a program behind a pipe reads. */
  readonly stdout: Output;
  /** Whatever is for people. */
  readonly stderr: Output;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds, or until the signal is aborted; it never throws. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A new key that nobody had before. */
  newKey(): string;
  /** Asks the person at the terminal; undefined where nobody sits there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Calls the listener at Ctrl-C, in place of ending the process, until the answered function is called. */
  onInterrupt(listener: () => void): () => void;
}
