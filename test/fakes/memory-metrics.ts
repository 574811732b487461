import type { MetricName, Metrics } from '../../functions/domain/metrics.ts';

/** What was noted, each as `Name value dimension=value …`. */
export class MemoryMetrics implements Metrics {
  readonly noted: string[] = [];

  add(name: MetricName, value: number, dimensions: Readonly<Record<string, string>> = {}): void {
    this.noted.push([name, value, ...Object.entries(dimensions).map((pair) => pair.join('='))].join(' '));
  }

  /** Those of these metrics. */
  of(...names: MetricName[]): string[] {
    return this.noted.filter((note) => names.some((name) => note.startsWith(`${name} `)));
  }
}
