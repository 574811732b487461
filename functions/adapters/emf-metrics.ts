import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, type MetricName, type Metrics, metricCatalogue, metricService } from '../domain/metrics.ts';

/**
 * CloudWatch's embedded metric format: each note is a line of the function's log, which CloudWatch reads. So it takes no call and no
 * permission.
 */
export class EmfMetrics implements Metrics {
  readonly #metrics: Powertools;

  constructor(environment: string) {
    this.#metrics = new Powertools({ namespace: METRIC_NAMESPACE, serviceName: metricService(environment) });
  }

  add(name: MetricName, value: number, dimensions: Readonly<Record<string, string>> = {}): void {
    const note = this.#metrics.singleMetric();
    if (Object.keys(dimensions).length > 0) note.addDimensions({ ...dimensions });
    note.addMetric(name, metricCatalogue[name].unit, value);
  }
}
