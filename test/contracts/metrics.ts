import { describe, expect, test } from '@jest/globals';
import type { Metrics } from '../../functions/domain/metrics.ts';

/**
 * What whoever takes notes does, the real adapter and its twin alike.
 * @param noted what is noted while `act` runs, each as `Name value dimension=value …`
 */
export function metricsContract(name: string, noted: (act: (metrics: Metrics) => void) => readonly string[]): void {
  describe(`${name} keeps the contract of metrics`, () => {
    test('each note is there at once, with its value', () => {
      const notes = noted((metrics) => {
        metrics.add('BatchesSettled', 1);
        metrics.add('OpenJobs', 0);
      });
      expect(notes).toEqual(['BatchesSettled 1', 'OpenJobs 0']);
    });

    test('a note has its own dimensions, and none of the one before', () => {
      const notes = noted((metrics) => {
        metrics.add('JobsEnded', 1, { kind: 'upgrade', status: 'failed' });
        metrics.add('JobSeconds', 75, { kind: 'rollback' });
        metrics.add('AgentsFailed', 3);
      });
      expect(notes).toEqual([
        'JobsEnded 1 kind=upgrade status=failed',
        'JobSeconds 75 kind=rollback',
        'AgentsFailed 3',
      ]);
    });
  });
}
