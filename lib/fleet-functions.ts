import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { openApiDocument } from '../functions/api/openapi.ts';
import { routes } from '../functions/routes.ts';
import { allowReadingAlarms } from './alarm-access.ts';
import { allowAnnouncing } from './announcement-access.ts';
import { allowDiscovering } from './discovery-access.ts';
import { FleetFunction } from './fleet-function.ts';
import type { FleetTable } from './fleet-table.ts';
import { type FunctionAccess, functionAccess, type Variable } from './function-access.ts';
import { FunctionBundles } from './function-bundles.ts';
import type { RecipeDocuments } from './recipe-documents.ts';
import { type Settings, tokenRulesOf } from './settings.ts';
import { allowSigning } from './signing-access.ts';
import type { WorkflowAccess } from './workflow-access.ts';

/** Just under the 30 s after which API Gateway answers for the function. */
const API_TIMEOUT = Duration.seconds(29);
/** Half of the 120 s after which a batch that nobody woke is settled: whoever sends is over by then. */
const WORKER_TIMEOUT = Duration.seconds(60);
/** Until the schedule calls it again: it stops by itself a minute earlier. */
const DISCOVERY_TIMEOUT = Duration.minutes(5);
/** A whole processor, and room for 100,000 agents at once, which are some 200 MB. */
const WHOLE_FLEET_MEMORY = 1_769;

/** What may be more than an environment holds: a file beside the code of each function that is told of it. */
const FILES = { AGENT_TYPES: 'agent-types.json', NETWORKS: 'networks.json', OPENAPI: 'openapi.json' } as const;

/** Context of the CDK app: the folder of a BundleCache, which a deployment does without. */
export const BUNDLE_CACHE = 'fleet-upgrade:bundle-cache';

interface FleetFunctionsProps {
  readonly settings: Settings;
  readonly table: FleetTable;
  readonly documents: RecipeDocuments;
  readonly workflow: WorkflowAccess;
}

/** All functions of the stack, each with what function-access.ts says and no more. */
export class FleetFunctions extends Construct {
  readonly #functions: ReadonlyMap<string, FleetFunction>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FleetFunctionsProps,
  ) {
    super(scope, id);
    const folder = join(import.meta.dirname, '../functions');
    const entries = Object.entries(functionAccess).filter(
      ([, { onlyWith }]) => onlyWith === undefined || props.settings[onlyWith] > 0,
    );
    const names = entries.map(([name]) => name);
    const bundles = new FunctionBundles(folder, names, this.node.tryGetContext(BUNDLE_CACHE));
    this.#functions = new Map(entries.map(([name, access]) => [name, this.#function(name, access, bundles)]));
  }

  /** @throws Error where function-access.ts has no such function. */
  get(name: string): FleetFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`There is no function ${name}: add it to lib/function-access.ts.`);
    return found;
  }

  #function(name: string, access: FunctionAccess, bundles: FunctionBundles): FleetFunction {
    const { settings, table, documents, workflow } = this.props;
    const values = this.#values();
    const reserved = settings.reservedConcurrency[name];
    const created = new FleetFunction(this, name, {
      settings,
      code: bundles.code(name, this.#filesFor(access)),
      timeout: timeoutOf(name, access),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      ...((access.discovers || access.readsWholeJobs) && { memorySize: WHOLE_FLEET_MEMORY }),
      environment: {
        TABLE_NAME: table.tableName,
        ...Object.fromEntries((access.environment ?? []).map((variable) => [variable, values[variable]])),
      },
    });
    table.allow(created, access.table);
    if (access.workflow) workflow.allow(created, access.workflow);
    if (access.sends) documents.allowSending(created, access.sends);
    if (access.seesNodes) documents.allowSeeingNodes(created);
    if (access.seesDocuments) documents.allowSeeingDocuments(created);
    if (access.cancels) documents.allowCancelling(created);
    if (access.readsAlarms) allowReadingAlarms(created);
    if (access.discovers) allowDiscovering(created);
    if (access.announces) allowAnnouncing(created);
    if (access.signs) allowSigning(created, settings.signedBuckets);
    return created;
  }

  #filesFor({ environment = [] }: FunctionAccess): Readonly<Record<string, string>> {
    const { agentTypes, networks } = this.props.settings;
    return {
      ...(environment.includes('AGENT_TYPES') && { [FILES.AGENT_TYPES]: JSON.stringify(agentTypes) }),
      ...(environment.includes('NETWORKS') && { [FILES.NETWORKS]: JSON.stringify(networks) }),
      ...(environment.includes('OPENAPI') && { [FILES.OPENAPI]: JSON.stringify(openApiDocument()) }),
    };
  }

  #values(): Readonly<Record<Variable, string>> {
    const { settings, documents, workflow } = this.props;
    const { wakeSeconds: _wakeSeconds, bakeSeconds: _bakeSeconds, ...pace } = settings.pace;
    return {
      BAKE_SECONDS: String(settings.pace.bakeSeconds),
      DOCUMENTS: JSON.stringify(documents.names),
      DISCOVERY_MINUTES: String(settings.discoveryMinutes),
      DRY_RUN_ONLY: String(settings.dryRunOnly),
      ACCOUNT_ID: Stack.of(this).account,
      ...FILES,
      ALLOW_DOWNGRADE: String(settings.allowDowngrade),
      ARTIFACT_SOURCES: JSON.stringify(settings.artifactSources),
      PACE: JSON.stringify(pace),
      REQUIRE_CHECKSUM: String(settings.requireChecksum),
      SIGNED_BUCKETS: JSON.stringify(settings.signedBuckets),
      STATE_MACHINE_ARN: workflow.machineArn,
      TOKEN_RULES: JSON.stringify(tokenRulesOf(settings)),
    };
  }
}

function timeoutOf(name: string, { discovers }: FunctionAccess): Duration {
  if (Object.hasOwn(routes, name)) return API_TIMEOUT;
  return discovers ? DISCOVERY_TIMEOUT : WORKER_TIMEOUT;
}
