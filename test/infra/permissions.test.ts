import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { arn, Synthesized } from './synthesized.ts';

const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.strictObject({
  Effect: z.literal('Allow'),
  Action: list,
  Resource: list,
  Condition: z.unknown().optional(),
});
const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
  Roles: z.array(z.string()),
});

const policiesOf = (stack: Synthesized) =>
  stack.all('AWS::IAM::Policy').map(({ Properties }) => policySchema.parse(Properties));

function statementsOf(stack: Synthesized, functionName: string) {
  const found = stack
    .all('AWS::Lambda::Function')
    .find(({ Properties }) => Properties['FunctionName'] === functionName);
  const role = z.string().parse(found?.Properties['Role']).replace('.Arn', '');
  return policiesOf(stack).flatMap(({ PolicyDocument, Roles }) =>
    Roles.includes(role) ? PolicyDocument.Statement : [],
  );
}

const stack = new Synthesized();

/** The things that the table below names. */
const resources = {
  table: [arn('dynamodb', 'table/fleet-upgrade-dev')],
  index: [arn('dynamodb', 'table/fleet-upgrade-dev/index/index1')],
  machine: [arn('states', 'stateMachine:fleet-upgrade-dev')],
  'machine and children': [
    arn('states', 'stateMachine:fleet-upgrade-dev'),
    arn('states', 'stateMachine:fleet-upgrade-dev/*'),
  ],
  executions: [arn('states', 'execution:fleet-upgrade-dev:*')],
  'package document': [arn('ssm', 'document/FleetUpgrade-package-dev')],
  'report document': [arn('ssm', 'document/FleetUpgrade-report-dev')],
  nodes: [arn('ec2', 'instance/*'), arn('ssm', 'managed-instance/*')],
  'hybrid nodes': [arn('ssm', 'managed-instance/*')],
  anything: ['*'],
  bus: [arn('events', 'event-bus/default')],
  'dead letters': [`${stack.one('AWS::SQS::Queue').id}.Arn`],
};
type Allowed = Partial<Record<keyof typeof resources, string>>;

const steers: Allowed = { table: 'GetItem Query PutItem', 'machine and children': 'SendTaskSuccess' };
const settles: Allowed = {
  table: 'GetItem BatchGetItem Query PutItem DeleteItem',
  'report document': 'SendCommand',
  nodes: 'SendCommand',
  anything: 'CancelCommand DescribeInstanceInformation DescribeInstances ListCommandInvocations ListCommands',
};
const { 'report document': _, ...follows } = settles;
const decides: Allowed = {
  table: 'GetItem BatchGetItem Query PutItem',
  anything: 'DescribeAlarms DescribeInstanceInformation DescribeInstances',
};
const deprecates: Allowed = {
  table: 'GetItem UpdateItem',
  index: 'Query',
  'machine and children': 'SendTaskSuccess',
};
const hearsEvents: Allowed = { 'dead letters': 'SendMessage GetQueueAttributes GetQueueUrl' };

const discovers: Allowed = {
  table: 'GetItem BatchGetItem Query PutItem DeleteItem',
  index: 'Query',
  'hybrid nodes': 'ListTagsForResource',
  anything: 'DescribeInstances DescribeInstanceInformation GetInventory ListInventoryEntries',
};

const allowed: Record<string, Allowed> = {
  'submit-upgrade': { table: 'GetItem BatchGetItem Query PutItem', machine: 'StartExecution' },
  'submit-agent-upgrade': { table: 'GetItem BatchGetItem Query PutItem', machine: 'StartExecution' },
  'retry-job': { table: 'GetItem Query PutItem', machine: 'StartExecution' },
  'rollback-job': { ...steers, machine: 'StartExecution', anything: 'CancelCommand' },
  'list-jobs': { index: 'Query' },
  'get-job': { table: 'GetItem Query' },
  'list-job-agents': { table: 'GetItem Query' },
  'list-job-events': { table: 'GetItem Query' },
  'get-job-report': { table: 'GetItem Query' },
  'pause-job': steers,
  'resume-job': steers,
  'approve-job': steers,
  'cancel-job': { ...steers, anything: 'CancelCommand' },
  'list-agents': { index: 'Query' },
  'get-agent': { table: 'GetItem' },
  'put-agent': { table: 'GetItem PutItem DeleteItem' },
  'delete-agent': { table: 'GetItem DeleteItem' },
  'discover-agents': discovers,
  'list-versions': { index: 'Query' },
  'get-version': { table: 'GetItem' },
  'publish-version': { table: 'GetItem PutItem' },
  'export-fleet': { table: 'GetItem Query', index: 'Query' },
  'deprecate-version': deprecates,
  'activate-version': deprecates,
  'get-freeze': { table: 'Query' },
  'put-freeze': {
    table: 'GetItem Query PutItem',
    index: 'Query',
    'machine and children': 'SendTaskSuccess',
  },
  'delete-freeze': {
    table: 'GetItem Query DeleteItem',
    index: 'Query',
    'machine and children': 'SendTaskSuccess',
  },
  'get-openapi': {},
  'get-health': {},
  'plan-rollout': { table: 'GetItem BatchGetItem Query PutItem UpdateItem', index: 'Query' },
  'decide-next': { ...decides, 'package document': 'DescribeDocument' },
  'wait-until-woken': {
    ...decides,
    'machine and children': 'SendTaskSuccess',
  },
  'upgrade-agents': {
    ...follows,
    table: 'GetItem BatchGetItem Query PutItem DeleteItem',
    anything: 'DescribeInstanceInformation DescribeInstances ListCommandInvocations ListCommands',
    'package document': 'SendCommand',
    'machine and children': 'SendTaskSuccess',
  },
  'settle-batch': settles,
  'fail-job': { ...settles, machine: 'StartExecution', bus: 'PutEvents' },
  'finish-job': { table: 'GetItem Query PutItem DeleteItem', machine: 'StartExecution', bus: 'PutEvents' },
  'on-command-event': { table: 'GetItem', 'machine and children': 'SendTaskSuccess', ...hearsEvents },
  'reconcile-jobs': {
    table: 'GetItem PutItem',
    index: 'Query',
    machine: 'StartExecution',
    executions: 'DescribeExecution',
    ...hearsEvents,
  },
  'discover-on-schedule': { ...discovers, ...hearsEvents },
};

/** `Action on ARN` of each, without the service, which the ARN names. */
const spelledOut = (name: string, rights: Allowed): string[] =>
  [
    ...Object.entries(resources).flatMap(([resource, arns]) =>
      Object.entries(rights).flatMap(([right, actions]) =>
        right === resource ? actions.split(' ').flatMap((action) => arns.map((each) => `${action} on ${each}`)) : [],
      ),
    ),
    ...['PutTelemetryRecords', 'PutTraceSegments'].map((action) => `${action} on *`),
    ...['CreateLogStream', 'PutLogEvents'].map(
      (action) => `${action} on ${arn('logs', `log-group:/aws/lambda/fleet-upgrade-dev-${name}:*`)}`,
    ),
  ].sort();

describe('a function may do', () => {
  test('something, where it is in the table below', () => {
    const names = stack.all('AWS::Lambda::Function').map(({ Properties }) => Properties['FunctionName']);
    expect(names.sort()).toEqual(
      Object.keys(allowed)
        .map((name) => `fleet-upgrade-dev-${name}`)
        .sort(),
    );
  });

  test.each(Object.entries(allowed))('%s: this and nothing else', (name, rights) => {
    const found = statementsOf(stack, `fleet-upgrade-dev-${name}`).flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((each) => `${action.replace(/^\w+:/, '')} on ${each}`)),
    );
    expect(found.sort()).toEqual(spelledOut(name, rights));
  });

  test('what its own policy says: no managed policy says more', () => {
    for (const { Properties } of stack.all('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

test('only actions that know no resources, and the one that needs all of them, are allowed on all', () => {
  const everywhere = policiesOf(stack)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Resource }) => Resource.includes('*'))
    .flatMap(({ Action }) => Action);
  expect([...new Set(everywhere)].sort()).toEqual([
    // CloudWatch answers composite alarms only to those who may read all alarms.
    'cloudwatch:DescribeAlarms',
    'ec2:DescribeInstances',
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
    'ssm:CancelCommand',
    'ssm:DescribeInstanceInformation',
    'ssm:GetInventory',
    'ssm:ListCommandInvocations',
    'ssm:ListCommands',
    'ssm:ListInventoryEntries',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ]);
});

test.each(['finish-job', 'fail-job'])('%s puts no events but those of ended jobs', (name) => {
  const putting = statementsOf(stack, `fleet-upgrade-dev-${name}`).filter(({ Action }) =>
    Action.includes('events:PutEvents'),
  );
  expect(putting.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { 'events:source': 'fleet-upgrade', 'events:detail-type': 'Upgrade Job Ended' } },
  ]);
});

const onNodes = (stack: Synthesized, name: string) =>
  statementsOf(stack, `fleet-upgrade-dev-${name}`).filter(({ Resource }) =>
    Resource.includes(resources.nodes[0] ?? ''),
  );

describe('commands', () => {
  const tagged = new Synthesized({ nodeTag: { key: 'fleet', value: 'yes' } });
  const open = new Synthesized({ nodeTag: null });
  const conditions = (each: Synthesized, name: string) => onNodes(each, name).map(({ Condition }) => Condition);

  test.each(['upgrade-agents', 'settle-batch', 'fail-job'])('go only to nodes with the tag: from %s', (name) => {
    expect(conditions(stack, name)).toEqual([{ StringEquals: { 'ssm:resourceTag/FleetUpgrade': 'managed' } }]);
    expect(conditions(tagged, name)).toEqual([{ StringEquals: { 'ssm:resourceTag/fleet': 'yes' } }]);
    expect(conditions(open, name)).toEqual([undefined]);
  });

  test('are sent by nobody else', () => {
    const senders = Object.keys(allowed).filter((name) =>
      statementsOf(stack, `fleet-upgrade-dev-${name}`).some(({ Action }) => Action.includes('ssm:SendCommand')),
    );
    expect(senders.sort()).toEqual(['fail-job', 'settle-batch', 'upgrade-agents']);
  });

  test('name their documents, and never all of them', () => {
    const targets = policiesOf(stack)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action.includes('ssm:SendCommand'))
      .flatMap(({ Resource }) => Resource)
      .filter((resource) => !resources.nodes.includes(resource));
    expect([...new Set(targets)].sort()).toEqual([
      arn('ssm', 'document/FleetUpgrade-package-dev'),
      arn('ssm', 'document/FleetUpgrade-report-dev'),
    ]);
  });
});

describe('a permissions boundary', () => {
  test.each([
    ['by its name', 'workload-boundary', arn('iam', 'policy/workload-boundary').replace(':eu-central-1:', '::')],
    ['by its ARN', 'arn:aws:iam::123456789012:policy/a/b', 'arn:aws:iam::123456789012:policy/a/b'],
  ])('%s bounds every role', (_, permissionsBoundary, bound) => {
    const roles = new Synthesized({ permissionsBoundary }).all('AWS::IAM::Role').map(({ Properties }) => Properties);
    expect(roles.length).toBeGreaterThan(30);
    expect([...new Set(roles.map(({ PermissionsBoundary }) => PermissionsBoundary))]).toEqual([bound]);
  });

  test('is on no role where the environment names none', () => {
    for (const { Properties } of stack.all('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('PermissionsBoundary');
  });
});

test('a function may send the documents of the recipes that the agent types need, and no others', () => {
  const common = { versionScheme: 'dotted' } as const;
  const agentTypes = [
    { ...common, name: 'ssm-agent', recipe: 'ssm-agent' },
    {
      ...common,
      name: 'cloudwatch',
      recipe: 'distributor',
      packageName: 'AmazonCloudWatchAgent',
      versionCommand: 'true',
    },
    { ...common, name: 'beat', recipe: 'os-package', packageName: 'beat' },
    { ...common, name: 'other-beat', recipe: 'os-package', packageName: 'other-beat' },
  ] as const;
  const several = new Synthesized({ agentTypes: [...agentTypes] });
  const documents = statementsOf(several, 'fleet-upgrade-dev-upgrade-agents')
    .filter(({ Action }) => Action.includes('ssm:SendCommand'))
    .flatMap(({ Resource }) => Resource)
    .filter((resource) => resource.includes(':document/'));
  expect(documents).toEqual([
    'arn:aws:ssm:eu-central-1::document/AWS-UpdateSSMAgent',
    'arn:aws:ssm:eu-central-1::document/AWS-ConfigureAWSPackage',
    'arn:aws:ssm:eu-central-1:123456789012:document/FleetUpgrade-os-package-dev',
  ]);
});

describe('artifacts in buckets', () => {
  const readers = (stack: Synthesized) =>
    Object.keys(allowed).flatMap((name) =>
      statementsOf(stack, `fleet-upgrade-dev-${name}`)
        .filter(({ Action }) => Action.some((action) => action.startsWith('s3:')))
        .map(({ Action, Resource }) => ({ name, Action, Resource })),
    );

  test('may be read by whoever signs their addresses, in the buckets that are signed for', () => {
    expect(readers(new Synthesized({ signedBuckets: ['artifacts', 'artifacts-2'] }))).toEqual([
      {
        name: 'upgrade-agents',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::artifacts/*', 'arn:aws:s3:::artifacts-2/*'],
      },
    ]);
  });

  test('may be read by nobody where none is signed for', () => {
    expect(readers(stack)).toEqual([]);
  });
});

test('no role and no policy has a fixed name, so that two stacks cannot meet in IAM', () => {
  for (const { Properties } of stack.all('AWS::IAM::Role')) expect(Properties).not.toHaveProperty('RoleName');
});
