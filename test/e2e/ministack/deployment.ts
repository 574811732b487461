import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAgents, type RunningAgent, startNodes } from '../../../local/launch/demo-nodes.ts';
import { FleetApi } from '../../../local/launch/fleet-api.ts';
import { demoAgent } from '../../../local/launch/kinds/archive.ts';
import { register } from '../../../local/launch/registration.ts';
import { synthesizeApart } from '../../../local/launch/synthesis.ts';
import { Running } from '../../../local/stack/running.ts';
import { readTemplate } from '../../../local/template.ts';
import type { Target } from '../../acceptance/target.ts';
import { machines } from './callers.ts';
import { bootstrap, deploy, destroy } from './cdk.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { LEFT_OUT } from './left-out.ts';
import { startSystemsManager } from './systems-manager.ts';
import { tokensOf } from './user-pool.ts';

export interface Deployment extends Target {
  readonly fleet: readonly RunningAgent[];
  readonly emulator: Emulator;
  readonly outputs: Readonly<Record<string, string>>;
  /** What went wrong with events, in sentences. */
  readonly problems: readonly string[];
  /** Deletes the stack; the emulator still answers afterwards. */
  destroy(): Promise<void>;
}

interface DeploymentOptions {
  readonly python: string;
  readonly agents: number;
  readonly corsOrigin: string;
}

/** What is deployed only where somebody asks for it. */
const EVERYTHING = { auditRetentionDays: 1, jobTopic: true, alarmTargets: ['oncall@example.com'] };

/** Deploys the stack to a MiniStack of its own, beside a Systems Manager with nodes on which agents really run. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  return Running.start((running) => start(options, running));
}

async function start({ python, agents: count, corsOrigin }: DeploymentOptions, running: Running): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-upgrade-ministack-'));
  running.add(() => rm(folder, { recursive: true, force: true }));
  const supply = await demoAgent.supply(join(folder, 'supplies'));
  running.add(() => supply.close());
  const supplies = new Map([[demoAgent, supply]]);
  const agents = demoAgents(count, [demoAgent]);
  const agentTypes = [demoAgent.agentType];
  const documents = join(folder, 'documents');
  const work = [
    startNodes(join(folder, 'nodes'), agents, supplies, running),
    // Only the documents of it are used: the deployment is without them. It also leaves the functions' bundles for the deployment.
    synthesizeApart({ issuer: 'https://nobody.invalid', audience: 'nobody', agentTypes, outdir: documents }),
  ] as const;
  await Promise.allSettled(work); // where one fails, the other leaves nothing behind
  const [fleet] = await Promise.all(work);

  const systemsManager = await startSystemsManager(await readTemplate(documents), running);
  for (const { node } of fleet) systemsManager.host.addNode(node);
  const emulator = await startEmulator({
    python,
    folder,
    functionEnvironment: { AWS_ENDPOINT_URL_SSM: systemsManager.url },
  });
  running.add(() => emulator.stop());
  const problems: string[] = [];
  systemsManager.publishTo(emulator, (problem) => problems.push(problem));

  const cdk = { environment: emulator.environment, folder };
  await bootstrap(cdk);
  const settings = join(folder, 'settings.json');
  const { artifactSources } = supply;
  const own = { pool: { machines }, agentTypes, artifactSources, corsOrigins: [corsOrigin], ...EVERYTHING };
  await writeFile(settings, JSON.stringify({ local: own }));
  const outputs = await deploy(cdk, {
    settings,
    'fleet-upgrade:left-out': Object.keys(LEFT_OUT).join(','),
    'fleet-upgrade:bundle-cache': join(import.meta.dirname, '../../../.cache/bundles'),
  });
  // By path: somebody would have to resolve the name of the API's own host.
  const [, apiId] = /^http:\/\/(\w+)\.execute-api\./.exec(outputs['ApiUrl'] ?? '') ?? [];
  const baseUrl = `${emulator.url}/_aws/execute-api/${apiId}`;
  const tokens = await tokensOf(emulator, outputs, { python, folder });
  await register(new FleetApi({ baseUrl, token: tokens.admin }), supplies, agents);
  const env = {
    ...emulator.environment,
    AWS_ENDPOINT_URL_SFN: emulator.url,
    AWS_ENDPOINT_URL_DYNAMODB: emulator.url,
  };
  const ends = { destroy: () => destroy(cdk), stop: () => running.stop() };
  return { baseUrl, tokens, env, fleet, emulator, outputs, problems, ...ends };
}
