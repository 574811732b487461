import { MemoryMetrics } from '../fakes/memory-metrics.ts';
import { metricsContract } from './metrics.ts';

metricsContract('the in-memory twin', (act) => {
  const metrics = new MemoryMetrics();
  act(metrics);
  return metrics.noted;
});
