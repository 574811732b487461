import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  PeriodOverride,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import {
  api,
  commandThrottles,
  executions,
  executionsEndedBadly,
  failureRate,
  lambdaThrottles,
  readingTime,
  tableThrottles,
  workflowErrors,
} from './metrics.ts';
import { ownMetric, ownMetrics } from './own-metric.ts';
import type { Watched } from './watched.ts';

/** Of 24 columns. */
const WIDTH = { whole: 24, half: 12, third: 8 } as const;

/** One page, from what is wrong to why: alarms, jobs, agents, batches, the API, what it runs on. */
export class FleetDashboard extends Dashboard {
  constructor(scope: Construct, id: string, watched: Watched, alarms: readonly Alarm[]) {
    super(scope, id, {
      dashboardName: `fleet-upgrade-${watched.settings.name}`,
      defaultInterval: Duration.hours(24),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [text(`# Fleet Upgrade, ${watched.settings.name}\nRed above: open \`docs/runbook.md\` at the alarm's name.`)],
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WIDTH.whole, height: 4 })],
        [text('## Jobs and agents')],
        jobs(watched),
        agents(watched),
        [text('## Batches: is the workflow awake?')],
        batches(watched),
        [text('## API')],
        requests(watched),
        [text('## What it runs on')],
        ground(watched),
      ],
    });
  }
}

const text = (markdown: string): TextWidget => new TextWidget({ markdown, width: WIDTH.whole, height: 1 });

const graph = (title: string, left: IMetric[], width: number = WIDTH.third): GraphWidget =>
  new GraphWidget({ title, left, width, height: 6, leftYAxis: { min: 0 }, liveData: false });

function jobs({ settings }: Watched): IWidget[] {
  const open = ownMetric(settings, 'OpenJobs', { statistic: 'Maximum', label: 'open' });
  const stuck = ownMetric(settings, 'StuckJobs', { statistic: 'Maximum', label: 'stuck' });
  return [
    new SingleValueWidget({ title: 'Jobs now', metrics: [open, stuck], width: WIDTH.third, height: 6 }),
    graph('Jobs started (a rollback is a job)', [ownMetrics(settings, 'JobsStarted')]),
    graph('Jobs ended, by kind and status', [ownMetrics(settings, 'JobsEnded')]),
  ];
}

function agents(watched: Watched): IWidget[] {
  const { settings } = watched;
  return [
    graph('Agents of ended jobs', [
      ownMetric(settings, 'AgentsSucceeded', { label: 'succeeded' }),
      ownMetric(settings, 'AgentsFailed', { label: 'failed' }),
      ownMetric(settings, 'RollbacksFailed', { label: 'could not go back (told at once)' }),
      failureRate(watched),
    ]),
    graph('Why agents failed', [ownMetrics(settings, 'AgentsEnded', 'outcome="failed"')]),
    graph('How long jobs took, seconds, longest', [ownMetrics(settings, 'JobSeconds', '', 'Maximum')]),
  ];
}

function batches({ settings }: Watched): IWidget[] {
  return [
    graph(
      'Batches: woken by an event, settled, settled only by polling',
      [
        ownMetric(settings, 'BatchesWoken', { label: 'woken' }),
        ownMetric(settings, 'BatchesSettled', { label: 'settled' }),
        ownMetric(settings, 'BatchesSettledByPolling', { label: 'by polling' }),
      ],
      WIDTH.half,
    ),
    graph(
      'Repairs: jobs that the reconciler took up, holds that expired',
      [
        ownMetric(settings, 'JobsTakenUp', { label: 'jobs taken up' }),
        ownMetric(settings, 'HoldsExpired', { label: 'holds expired' }),
      ],
      WIDTH.half,
    ),
  ];
}

function requests(watched: Watched): IWidget[] {
  return [
    graph('Requests', [api(watched, 'Count'), api(watched, '4xx'), api(watched, '5xx')]),
    graph('All answers, with those that callers waited for', [
      api(watched, 'Latency', 'p50'),
      api(watched, 'Latency', 'p99'),
    ]),
    graph('Reading requests, where nobody waits', [readingTime(watched)]),
  ];
}

function ground(watched: Watched): IWidget[] {
  const waiting = watched.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' });
  return [
    graph('Executions', [
      executions(watched, 'ExecutionsStarted'),
      executions(watched, 'ExecutionsSucceeded'),
      executionsEndedBadly(watched),
    ]),
    graph('Errors and dead letters', [workflowErrors(watched), waiting]),
    graph('Throttling', [lambdaThrottles(), commandThrottles(watched), tableThrottles(watched)]),
  ];
}
