import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, metricCatalogue } from '../../functions/domain/metrics.ts';
import type { Settings } from '../settings.ts';

/** As functions/adapters/emf-metrics.ts writes them. */
const NAMESPACE = 'FleetUpgrade';
const serviceOf = ({ name }: Settings): string => `fleet-upgrade-${name}`;

/** The names of the metrics that one of our own dimensions tells apart, and of those that none does. */
type Plain = {
  [Name in MetricName]: (typeof metricCatalogue)[Name]['dimensions'] extends readonly [] ? Name : never;
}[MetricName];
type Divided = Exclude<MetricName, Plain>;

/** One of our metrics of this environment; its sum over five minutes unless told otherwise. */
export const ownMetric = (
  settings: Settings,
  metricName: Plain,
  { statistic = 'Sum', period = Duration.minutes(5), label = '' } = {},
): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: serviceOf(settings) },
    statistic,
    period,
    ...(label && { label }),
  });

/**
 * All that there is of a metric, whatever its dimensions; only for looking at, since an alarm takes no search.
 * @param where values of dimensions, such as `outcome="failed"`
 */
export function ownMetrics(settings: Settings, name: Divided, where = '', statistic = 'Sum'): MathExpression {
  const schema = [NAMESPACE, 'service', ...metricCatalogue[name].dimensions].join(',');
  const query = `{${schema}} MetricName="${name}" service="${serviceOf(settings)}" ${where}`.trim();
  return new MathExpression({
    expression: `SEARCH('${query}', '${statistic}', 300)`,
    usingMetrics: {},
    label: '',
    period: Duration.minutes(5),
  });
}
