import { act, type Deed } from './scenario.ts';
import type { WorkflowWorld } from './workflow-world.ts';

/** A time between two others, in milliseconds, neither of which is in it: what happens in the same moment may have come before. */
export interface Span {
  readonly from: number;
  until: number;
}

const AN_HOUR_MS = 3_600_000;

/** Writes down what was in force, and when, while somebody does things to a world. */
export class Chronicle {
  readonly #world: WorkflowWorld;
  readonly freezes: Span[] = [];
  readonly siteFreezes: Span[] = [];
  readonly deprecations: Span[] = [];
  readonly alarms: Span[] = [];
  /** From then on nothing of the first job may be sent. */
  endedAt = Number.POSITIVE_INFINITY;

  constructor(world: WorkflowWorld) {
    this.#world = world;
  }

  /** Does it, and notes what follows from it where it was taken. */
  async act(deed: Deed): Promise<void> {
    const now = this.#world.clock.now();
    if (await act(this.#world, deed)) notes[deed]?.(this, now);
  }

  /** Clears whatever keeps jobs from going on. */
  async clear(): Promise<void> {
    for (const deed of ['quiet', 'thaw', 'thawSite', 'activate'] as const) await this.act(deed);
  }
}

const ends = (chronicle: Chronicle, now: number): void => {
  chronicle.endedAt = Math.min(chronicle.endedAt, now);
};
const sounds = ({ alarms }: Chronicle, now: number): void => {
  if (alarms.at(-1)?.until !== Number.POSITIVE_INFINITY) begin(alarms, now);
};

const notes: Readonly<Partial<Record<Deed, (chronicle: Chronicle, now: number) => void>>> = {
  cancel: ends,
  rollback: ends,
  freeze: ({ freezes }, now) => begin(freezes, now),
  freezeForAnHour: ({ freezes }, now) => begin(freezes, now, now + AN_HOUR_MS),
  thaw: ({ freezes }, now) => end(freezes, now),
  freezeSite: ({ siteFreezes }, now) => begin(siteFreezes, now),
  thawSite: ({ siteFreezes }, now) => end(siteFreezes, now),
  deprecate: ({ deprecations }, now) => {
    if (deprecations.at(-1)?.until !== Number.POSITIVE_INFINITY) begin(deprecations, now);
  },
  activate: ({ deprecations }, now) => end(deprecations, now),
  alarm: sounds,
  breakAlarms: sounds,
  quiet: ({ alarms }, now) => end(alarms, now),
};

function begin(spans: Span[], from: number, until = Number.POSITIVE_INFINITY): void {
  end(spans, from);
  spans.push({ from, until });
}

function end(spans: Span[], at: number): void {
  const last = spans.at(-1);
  if (last !== undefined) last.until = Math.min(last.until, at);
}
