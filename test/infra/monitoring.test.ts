import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { metricCatalogue } from '../../functions/domain/metrics.ts';
import { WORKFLOW_FUNCTIONS } from '../../lib/monitoring/watched.ts';
import { arn, Synthesized } from './synthesized.ts';

const stack = new Synthesized();

const measured = z.looseObject({ Namespace: z.string(), MetricName: z.string() });
const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string().max(1024),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  Period: z.number().optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Metrics: z
    .array(
      z.looseObject({ Expression: z.string().optional(), MetricStat: z.looseObject({ Metric: measured }).optional() }),
    )
    .optional(),
  AlarmActions: z.array(z.string()).default([]),
  OKActions: z.array(z.string()).default([]),
});
const alarms = (of = stack) => of.all('AWS::CloudWatch::Alarm').map(({ Properties }) => alarmSchema.parse(Properties));

/** `Namespace MetricName` of all that an alarm reads. */
const read = ({ Namespace, MetricName, Metrics = [] }: z.infer<typeof alarmSchema>): string[] => [
  ...(MetricName === undefined ? [] : [`${Namespace} ${MetricName}`]),
  ...Metrics.flatMap(({ MetricStat }) =>
    MetricStat === undefined ? [] : [`${MetricStat.Metric.Namespace} ${MetricStat.Metric.MetricName}`],
  ),
];

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
/** As GitHub makes them of headings. */
const headings = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-'),
);

describe('an alarm', () => {
  test('is there for each of these, and rings when this happens for so long', () => {
    const found = alarms().map(({ AlarmName, Threshold, EvaluationPeriods, Period, ...alarm }) => [
      AlarmName.replace('fleet-upgrade-dev-', ''),
      Threshold,
      EvaluationPeriods,
      [...new Set(read({ AlarmName, Threshold, EvaluationPeriods, ...alarm }))].join(', '),
    ]);
    expect(found).toEqual([
      ['stuck-job', 1, 3, 'FleetUpgrade StuckJobs'],
      ['failure-rate', 20, 1, 'FleetUpgrade AgentsFailed, FleetUpgrade AgentsSucceeded'],
      ['rollback-failed', 1, 1, 'FleetUpgrade RollbacksFailed'],
      ['throttling-lambda', 1, 3, 'AWS/Lambda Throttles'],
      [
        'throttling-services',
        50,
        3,
        'FleetUpgrade CommandsThrottled, AWS/DynamoDB ReadThrottleEvents, AWS/DynamoDB WriteThrottleEvents, FleetUpgrade OpenJobs',
      ],
      ['function-errors', 1, 3, 'AWS/Lambda Errors'],
      ['dead-letters', 1, 1, 'AWS/SQS ApproximateNumberOfMessagesVisible'],
      [
        'execution-failures',
        1,
        1,
        'AWS/States ExecutionsFailed, AWS/States ExecutionsTimedOut, AWS/States ExecutionsAborted',
      ],
      ['api-5xx', 5, 1, 'AWS/ApiGateway 5xx'],
      ['api-latency', 5000, 3, 'AWS/Lambda Duration'],
    ]);
  });

  test.each(alarms())(
    '$AlarmName says what it means, and where the runbook tells what to do',
    ({ AlarmDescription }) => {
      const [, means, heading] = /^(.{40,}) What to do: docs\/runbook\.md#([a-z0-9-]+)$/.exec(AlarmDescription) ?? [];
      expect(means).toBeDefined();
      expect(headings).toContain(heading);
    },
  );

  test('references at most the ten metrics that CloudWatch takes', () => {
    for (const alarm of alarms()) expect(read(alarm).length).toBeLessThanOrEqual(10);
  });

  test('costs what docs/cost.md says', () => {
    const cost = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    expect(cost).toContain(`${alarms().flatMap(read).length} metrics in ${alarms().length} alarms`);
  });

  test('of function errors is about every function that the state machine calls', () => {
    const machine = JSON.stringify(stack.one('AWS::StepFunctions::StateMachine').Properties['DefinitionString']);
    const called = new Set([...machine.matchAll(/function:fleet-upgrade-dev-([a-z-]+)/g)].map(([, name]) => name));
    expect([...called].sort()).toEqual([...WORKFLOW_FUNCTIONS].sort());
  });

  test('of stuck jobs rings also where nobody looks for them any more, all others only for what they see', () => {
    const missing = alarms().map((alarm) => [
      alarm.AlarmName.replace('fleet-upgrade-dev-', ''),
      alarm['TreatMissingData'],
    ]);
    expect(missing.filter(([, treated]) => treated !== 'notBreaching')).toEqual([['stuck-job', 'breaching']]);
  });

  test('tells nobody where nobody is named', () => {
    expect(alarms().flatMap(({ AlarmActions, OKActions }) => [...AlarmActions, ...OKActions])).toEqual([]);
    expect(stack.all('AWS::SNS::Topic')).toEqual([]);
  });
});

describe('with targets', () => {
  const given = arn('sns', 'on-call');
  const told = new Synthesized({ alarmTargets: ['oncall@example.com', given, 'team@example.com'] });
  const topic = told.one('AWS::SNS::Topic');

  test('each alarm tells the given topic and that of the mailboxes, when it begins and when it ends', () => {
    for (const { AlarmActions, OKActions } of alarms(told)) {
      expect(AlarmActions).toEqual([given, topic.id]);
      expect(OKActions).toEqual(AlarmActions);
    }
    const mailboxes = told.all('AWS::SNS::Subscription').map(({ Properties }) => Properties['Endpoint']);
    expect(mailboxes).toEqual(['oncall@example.com', 'team@example.com']);
  });

  test("only this account's alarms may publish to that topic, and only encrypted", () => {
    expect(told.one('AWS::SNS::TopicPolicy').Properties['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        },
      ],
    });
  });
});

describe('the job topic', () => {
  const rulesTo = (of: Synthesized, id: string) =>
    of.all('AWS::Events::Rule').filter(({ Properties }) => JSON.stringify(Properties['Targets']).includes(id));

  test('gets the ends of the jobs of its environment, and what it does not take is a dead letter', () => {
    const telling = new Synthesized({ jobTopic: true });
    const { id } = telling.one('AWS::SNS::Topic');
    const [rule, ...others] = rulesTo(telling, id);
    expect(others).toEqual([]);
    expect(rule?.Properties).toMatchObject({
      EventPattern: {
        source: ['fleet-upgrade'],
        'detail-type': ['Upgrade Job Ended'],
        detail: { environment: ['dev'] },
      },
      Targets: [{ Arn: id, DeadLetterConfig: { Arn: `${telling.one('AWS::SQS::Queue').id}.Arn` } }],
    });
    expect(telling.outputs['JobTopicArn']).toBe(id);
  });
});

describe('the dashboard', () => {
  const widgets = z
    .object({ widgets: z.array(z.looseObject({ type: z.string(), properties: z.looseObject({}) })) })
    .parse(JSON.parse(z.string().parse(stack.one('AWS::CloudWatch::Dashboard').Properties['DashboardBody']))).widgets;

  test('begins with the state of every alarm', () => {
    const states = widgets.find(({ type }) => type === 'alarm');
    const ids = stack.all('AWS::CloudWatch::Alarm').map(({ id }) => `${id}.Arn`);
    expect(states?.properties['alarms']).toEqual(ids);
  });

  test('shows every metric that the functions write', () => {
    const shown = JSON.stringify(widgets);
    expect(Object.keys(metricCatalogue).filter((name) => !new RegExp(`"${name}\\\\?"`).test(shown))).toEqual([]);
  });

  test('says in a title what each graph shows', () => {
    const graphs = widgets.filter(({ type }) => type === 'metric');
    expect(graphs.length).toBeGreaterThan(10);
    for (const { properties } of graphs) expect(properties['title']).toMatch(/\w{4}/);
  });
});

test('the workflow is traced', () => {
  expect(stack.one('AWS::StepFunctions::StateMachine').Properties).toMatchObject({
    TracingConfiguration: { Enabled: true },
  });
});
