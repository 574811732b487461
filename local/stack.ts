import { type Clock, systemClock } from './clock.ts';
import { LocalAlarms } from './cloudwatch/alarms.ts';
import { cloudWatchServer } from './cloudwatch/endpoint.ts';
import { ec2Server } from './ec2/endpoint.ts';
import { LocalInstances } from './ec2/instances.ts';
import type { EventBus, EventBusOptions } from './event-bus.ts';
import { eventBridgeServer } from './eventbridge/endpoint.ts';
import { checkAnswer } from './gateway/answer-check.ts';
import { type GatewayOptions, gateway } from './gateway.ts';
import { LambdaHost, type LambdaHostOptions } from './lambda-host.ts';
import { ssmServer } from './ssm/endpoint.ts';
import type { Faults } from './ssm/faults.ts';
import type { SsmHost } from './ssm/host.ts';
import type { ManagedNode } from './ssm/managed-node.ts';
import { keptState, tableFolder } from './stack/kept-state.ts';
import { cancelAllCommands, eventBus, type Ground, type Invoke, ssmHost, stepFunctions } from './stack/parts.ts';
import { Running } from './stack/running.ts';
import { stoppableClock } from './stack/stoppable-clock.ts';
import { stepFunctionsServer } from './step-functions/endpoint.ts';
import type { StepFunctions } from './step-functions/executions.ts';
import { type LocalDynamo, startDynamo } from './table.ts';
import { readTemplate, type Template } from './template.ts';

export interface StackOptions {
  /** A CDK cloud assembly with bundled functions, whose authorizers name an issuer that runs. */
  readonly assemblyFolder: string;
  /** Of the API; 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** What goes wrong with events, and with SSM's answers; nothing by default. */
  readonly eventFault?: EventBusOptions['fault'];
  /** Told of every event on the bus. */
  readonly onEvent?: EventBusOptions['onEvent'];
  readonly ssmFaults?: Faults;
  readonly functionFault?: LambdaHostOptions['fault'];
  /** Milliseconds for which SSM's lists do not show a new command yet. */
  readonly ssmLagMs?: number;
  readonly pages?: GatewayOptions['pages'];
  /** Puts something between the functions and a service, such as a meter: answers the address they are given in place of its own. */
  readonly between?: (variable: string, endpoint: string) => Promise<string>;
  readonly onOutput?: LambdaHostOptions['onOutput'];
  /** Told in a sentence of what failed where nobody waits for an answer, or where the answer was a bare 500. */
  readonly onProblem: (problem: string) => void;
  /** Keeps the table, executions and commands of this stack, for the next one; in memory unless given. One stack at a time. */
  readonly dataFolder?: string | undefined;
  /** Managed nodes from the start; others are added to `ssm`. Where commands are kept, those to other nodes fail at the next start. */
  readonly nodes?: readonly ManagedNode[];
  /** This process's variables unless given. */
  readonly processEnvironment?: Readonly<Record<string, string | undefined>>;
}

export interface LocalStack {
  /** Of the API. */
  readonly baseUrl: string;
  /** Points AWS SDKs and the AWS CLI at this stack. */
  readonly environment: Readonly<Record<string, string>>;
  readonly template: Template;
  readonly functions: LambdaHost;
  readonly stepFunctions: StepFunctions;
  readonly ssm: SsmHost;
  readonly dynamo: Pick<LocalDynamo, 'operations'>;
  /** The EC2 instances behind the nodes `i-…`. */
  readonly instances: LocalInstances;
  /** CloudWatch alarms: `alarms.set('disk full', 'ALARM')`. */
  readonly alarms: LocalAlarms;
  readonly events: EventBus;
  stop(): Promise<void>;
}

/** Starts what a template describes, on loopback alone. Where one part does not start, the others are stopped again. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  refuseIgnoredEndpoints(options.processEnvironment ?? process.env);
  return Running.start((running) => start(options, running));
}

/** AWS SDKs and CLI that inherit this variable would talk to real AWS, whatever the endpoint variables say. */
function refuseIgnoredEndpoints(environment: Readonly<Record<string, string | undefined>>): void {
  const value = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];
  if (value === undefined || value.toLowerCase() === 'false') return;
  throw new Error(
    `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is ${value}: AWS clients would pass by this machine's endpoints and talk to real AWS. Unset it.`,
  );
}

async function start(options: StackOptions, running: Running): Promise<LocalStack> {
  const template = await readTemplate(options.assemblyFolder);
  const clock = stoppableClock(options.clock ?? systemClock);
  running.add(() => clock.stop());
  const { dataFolder, nodes = [] } = options;
  const dynamo = await startDynamo({ ...template, folder: dataFolder && tableFolder(dataFolder) });
  running.add(dynamo.stop);

  // The services invoke functions, and the functions call the services: so the functions come last, by name.
  const invoke: Invoke = (functionArn, payload) => functions.invoke(functionArn, payload);
  const ground: Ground = { template, clock, invoke, onProblem: options.onProblem };
  const events = eventBus(ground, options.eventFault, options.onEvent);
  const kept = dataFolder === undefined ? undefined : await keptState(dataFolder, ground, events);
  const states = kept?.states ?? stepFunctions(ground, events);
  const ssm = ssmHost(ground, events, {
    ...(options.ssmLagMs !== undefined && { visibilityLagMs: options.ssmLagMs }),
    ...(kept && { log: kept.commands }),
  });
  for (const node of nodes) ssm.addNode(node);
  const alarms = new LocalAlarms({ account: template.accountId, region: template.region, clock });
  const instances = new LocalInstances(ssm.fleet);
  const endpoints = await replaced(options.between, {
    AWS_ENDPOINT_URL_CLOUDWATCH: await running.serve(cloudWatchServer(alarms)),
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_EC2: await running.serve(ec2Server(instances)),
    AWS_ENDPOINT_URL_EVENTBRIDGE: await running.serve(eventBridgeServer(events)),
    AWS_ENDPOINT_URL_SFN: await running.serve(stepFunctionsServer(states)),
    AWS_ENDPOINT_URL_SSM: await running.serve(ssmServer(ssm, options.ssmFaults)),
  });
  running.add(() => cancelAllCommands(ssm));
  const functions = lambdaHost(options, template, endpoints);
  running.add(() => functions.stop());
  // Stopped right after the API, so that nothing is begun or tried again while the rest stops; and so that what it ends by stopping was not the end of anything.
  running.add(() => {
    clock.stop();
    kept?.close();
  });
  ssm.resume(kept?.commands.commands ?? []);
  await kept?.states.goLive();

  return {
    baseUrl: await running.serve(api(options, ground), options.port),
    environment: { ...endpoints, ...clientEnvironment(template.region) },
    template,
    functions,
    stepFunctions: states,
    ssm,
    dynamo,
    instances,
    alarms,
    events,
    stop: () => running.stop(),
  };
}

async function replaced(
  between: StackOptions['between'],
  endpoints: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  if (between === undefined) return endpoints;
  const entries = Object.entries(endpoints).map(async ([name, url]) => [name, await between(name, url)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function lambdaHost(
  { onOutput, functionFault: fault }: StackOptions,
  template: Template,
  environment: Record<string, string>,
): LambdaHost {
  const { functions, region } = template;
  return new LambdaHost({ functions, region, environment, ...(onOutput && { onOutput }), ...(fault && { fault }) });
}

function api({ pages }: StackOptions, { template, clock, invoke, onProblem }: Ground) {
  const { routes, throttle, cors, accountId } = template;
  const onError = (error: unknown, requestId: string) => onProblem(`The request ${requestId} failed: ${error}`);
  const given = { routes, throttle, cors, accountId, clock, invoke, check: checkAnswer, onError };
  return gateway({ ...given, ...(pages && { pages }) });
}

/** No key of this machine is ever used or sent: the endpoints check none. */
function clientEnvironment(region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
