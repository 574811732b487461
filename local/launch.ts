import { join } from 'node:path';
import { type Issuer, startIssuer } from './issuer.ts';
import { demoAgents, demoAgentType, published, type RunningAgent, startNodes } from './launch/demo-nodes.ts';
import { FleetApi } from './launch/fleet-api.ts';
import { register } from './launch/registration.ts';
import { synthesizeApart } from './launch/synthesis.ts';
import { serveArtifacts } from './node/artifacts.ts';
import { Running } from './stack/running.ts';
import { type LocalStack, type StackOptions, startStack } from './stack.ts';

export interface LaunchOptions extends Omit<StackOptions, 'assemblyFolder'> {
  /** How many agents run, each a process of its own. */
  readonly agents: number;
  /** An empty folder for the assembly, the nodes and the artifacts; removing it is the caller's. */
  readonly folder: string;
}

export interface Launched {
  readonly stack: LocalStack;
  readonly issuer: Issuer;
  readonly tokens: Readonly<Record<'operator' | 'reader' | 'agent' | 'admin' | 'expired', string>>;
  /** The agents that run. */
  readonly fleet: readonly RunningAgent[];
  /** Ends every process, thread and server. */
  stop(): Promise<void>;
}

/** Starts the whole product on this machine: the issuer, what is synthesized for it, and a registered fleet of agents. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const running = new Running();
  try {
    return await start(options, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function start({ agents: count, folder, ...stackOptions }: LaunchOptions, running: Running): Promise<Launched> {
  const issuer = await startIssuer();
  running.add(() => issuer.stop());
  const assemblyFolder = join(folder, 'assembly');
  const { url, audience } = issuer;
  const served = await serveArtifacts(join(folder, 'artifacts'), published);
  running.add(() => served.close());
  const artifactSources = [served.url];
  await synthesizeApart({
    issuer: url,
    audience,
    agentTypes: [demoAgentType],
    artifactSources,
    outdir: assemblyFolder,
  });
  const stack = await startStack({ ...stackOptions, assemblyFolder });
  running.add(() => stack.stop());
  const agents = demoAgents(count);
  const fleet = await startNodes(folder, agents, stack.ssm, running);
  const tokens = await developmentTokens(issuer);
  await register(new FleetApi({ baseUrl: stack.baseUrl, token: tokens.admin }), served.artifacts, agents);
  return { stack, issuer, tokens, fleet, stop: () => running.stop() };
}

async function developmentTokens(issuer: Issuer): Promise<Launched['tokens']> {
  return {
    operator: await issuer.token({ role: 'operator' }),
    reader: await issuer.token({ role: 'reader' }),
    agent: await issuer.token({ role: 'agent' }),
    admin: await issuer.token({ role: 'admin' }),
    expired: await issuer.token({ role: 'operator', expiresIn: -1 }),
  };
}
