export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Met where what was measured is at most the limit. */
export interface Target {
  readonly sentence: string;
  readonly measured: number;
  readonly limit: number;
}

export interface Measured {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export interface Bench {
  /** Decides whatever is left to chance. */
  readonly seed: number;
  /** An empty folder that goes when the run ends. */
  readonly folder: string;
  /** Only shows that it runs: fewer agents, fewer samples, nothing to be told from them. */
  readonly isQuick: boolean;
  /** Tells a person what is going on. */
  readonly say: (text: string) => void;
}

/** One file of bench/ is one section: it measures, with its baseline in the same run, and cleans up after itself. */
export type Section = (bench: Bench) => Promise<Measured>;
