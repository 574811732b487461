import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { EmfMetrics } from '../../functions/adapters/emf-metrics.ts';
import { type Metrics, metricCatalogue } from '../../functions/domain/metrics.ts';
import { metricsContract } from './metrics.ts';

/** What CloudWatch reads of a line of a log: its specification of the embedded metric format. */
const emfSchema = z.looseObject({
  _aws: z.strictObject({
    Timestamp: z.int(),
    CloudWatchMetrics: z.tuple([
      z.strictObject({
        Namespace: z.literal('FleetUpgrade'),
        Dimensions: z.tuple([z.array(z.string())]),
        Metrics: z.tuple([z.strictObject({ Name: z.string(), Unit: z.string() })]),
      }),
    ]),
  }),
});

/** The lines that are written while `act` runs. */
function linesOf(act: (metrics: Metrics) => void): z.infer<typeof emfSchema>[] {
  const lines: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  try {
    act(new EmfMetrics('test'));
  } finally {
    process.stdout.write = write;
  }
  return lines.map((line) => emfSchema.parse(JSON.parse(line)));
}

function noteOf({ _aws, ...values }: z.infer<typeof emfSchema>): string {
  const [{ Dimensions, Metrics: measured }] = _aws.CloudWatchMetrics;
  const [{ Name }] = measured;
  const own = Dimensions[0].filter((dimension) => dimension !== 'service');
  return [Name, values[Name], ...own.map((dimension) => `${dimension}=${values[dimension]}`)].join(' ');
}

metricsContract('the embedded metric format', (act) => linesOf(act).map(noteOf));

test('every note is of the environment, and in the unit of its metric', () => {
  const [line] = linesOf((metrics) => metrics.add('JobSeconds', 75, { kind: 'upgrade' }));
  expect(line).toMatchObject({ service: 'fleet-upgrade-test' });
  expect(line?._aws.CloudWatchMetrics[0]).toMatchObject({
    Dimensions: [['service', 'kind']],
    Metrics: [{ Name: 'JobSeconds', Unit: metricCatalogue.JobSeconds.unit }],
  });
});
