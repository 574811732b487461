const LOOK_EVERY_MS = 200;

/** Follows this process, all its threads together: its memory, and the processor's time. */
export class Peak {
  readonly #rssBefore = process.memoryUsage.rss();
  readonly #cpuBefore = process.cpuUsage();
  #rss = this.#rssBefore;
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS);

  stop(): { readonly cpuSeconds: number; readonly rssBefore: number; readonly rssPeak: number } {
    clearInterval(this.#timer);
    this.#look();
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    return { cpuSeconds: (user + system) / 1e6, rssBefore: this.#rssBefore, rssPeak: this.#rss };
  }

  #look(): void {
    this.#rss = Math.max(this.#rss, process.memoryUsage.rss());
  }
}
