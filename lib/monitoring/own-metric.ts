import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, type MetricName, metricCatalogue, metricService } from '../../functions/domain/metrics.ts';
import type { Settings } from '../settings.ts';

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
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service: metricService(settings.name) },
    statistic,
    period,
    ...(label && { label }),
  });

/**
 * All that there is of a metric, whatever its dimensions; only for looking at, since an alarm takes no search.
 * @param where values of dimensions, such as `outcome="failed"`
 */
export function ownMetrics(settings: Settings, name: Divided, where = '', statistic = 'Sum'): MathExpression {
  const schema = [METRIC_NAMESPACE, 'service', ...metricCatalogue[name].dimensions].join(',');
  const query = `{${schema}} MetricName="${name}" service="${metricService(settings.name)}" ${where}`.trim();
  return new MathExpression({
    expression: `SEARCH('${query}', '${statistic}', 300)`,
    usingMetrics: {},
    label: '',
    period: Duration.minutes(5),
  });
}
