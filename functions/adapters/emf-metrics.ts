import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { type MetricName, type Metrics, metricCatalogue } from '../domain/metrics.ts';

const NAMESPACE = 'FleetUpgrade';

/**
 * CloudWatch's embedded metric format: each note is a line of the function's log, which CloudWatch reads. So it takes no call and no
 * permission. The one dimension that all have, `service`, is `fleet-upgrade-<environment>`.
 */
export class EmfMetrics implements Metrics {
  readonly #metrics: Powertools;

  constructor(environment: string) {
    this.#metrics = new Powertools({ namespace: NAMESPACE, serviceName: `fleet-upgrade-${environment}` });
  }

  add(name: MetricName, value: number, dimensions: Readonly<Record<string, string>> = {}): void {
    const note = this.#metrics.singleMetric();
    if (Object.keys(dimensions).length > 0) note.addDimensions({ ...dimensions });
    note.addMetric(name, metricCatalogue[name].unit, value);
  }
}
