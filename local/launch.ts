import { join } from 'node:path';
import { SIGNED_IN_PATH } from '../console/session/paths.ts';
import type { Settings } from '../lib/settings.ts';
import { builtConsole } from './console-build.ts';
import { consolePage } from './console-page.ts';
import { docsPage } from './docs-page.ts';
import { CONSOLE_CLIENT } from './issuer/authorization-code.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import type { DemoKind, Keeping, Supply } from './launch/demo-kind.ts';
import { demoAgents, type RunningAgent, startNodes } from './launch/demo-nodes.ts';
import { FleetApi } from './launch/fleet-api.ts';
import { demoAgent } from './launch/kinds/archive.ts';
import { register, unknownAgents } from './launch/registration.ts';
import { synthesizeApart } from './launch/synthesis.ts';
import { Running } from './stack/running.ts';
import { type LocalStack, type StackOptions, startStack } from './stack.ts';

/** Seconds that a kept fleet's agents wait for a killed stack to be started again, which takes about 10. */
const PATIENCE_SECONDS = 120;

export interface LaunchOptions extends Omit<StackOptions, 'assemblyFolder' | 'dataFolder' | 'nodes'> {
  /** How many agents run, each a process of its own. */
  readonly agents: number;
  /** The types of which these are, one after the other; demo-agent alone unless given. */
  readonly kinds?: readonly DemoKind[];
  /** Origins whose pages may call the API from a browser; none unless given. */
  readonly corsOrigins?: readonly string[];
  /** Is the web console at `/`? No unless given: only who looks at it waits for its build. */
  readonly console?: boolean;
  /** How patient the workflow is; as the environment `local` is unless given. */
  readonly pace?: Settings['pace'];
  /** For the assembly, the nodes and the artifacts, and where data is kept also for that. Empty at first; removing it is the caller's. */
  readonly folder: string;
  /** Does the fleet outlive this process, killed or not, to be launched from the folder again? No unless given. */
  readonly keepData?: boolean;
}

export interface Launched {
  readonly stack: LocalStack;
  readonly issuer: Issuer;
  readonly tokens: Awaited<ReturnType<typeof developmentTokens>>;
  /** The agents that run. */
  readonly fleet: readonly RunningAgent[];
  /** Ends every process, thread and server. */
  stop(): Promise<void>;
}

/** Starts the whole product on this machine: the issuer, what is synthesized for it, and a registered fleet of agents. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  return Running.start((running) => start(options, running));
}

async function start(options: LaunchOptions, running: Running): Promise<Launched> {
  const { agents: count, kinds = [demoAgent], corsOrigins = [], folder, keepData = false, console = false } = options;
  const issuer = await startIssuer();
  running.add(() => issuer.stop());
  const supplies = await makeSupplies(
    kinds,
    folder,
    keepData ? { patienceSeconds: PATIENCE_SECONDS } : undefined,
    running,
  );
  const agents = demoAgents(count, kinds);
  const assemblyFolder = join(folder, 'assembly');
  const synthesis = {
    issuer: issuer.url,
    audience: issuer.audience,
    agentTypes: kinds.map(({ agentType }) => agentType),
    artifactSources: [...supplies.values()].flatMap(({ artifactSources }) => artifactSources),
    corsOrigins,
    pace: options.pace,
    outdir: assemblyFolder,
  };
  const work = [
    startNodes(join(folder, 'nodes'), agents, supplies, running),
    synthesizeApart(synthesis),
    console ? consoleOf(issuer) : {},
  ] as const;
  await Promise.allSettled(work); // where one fails, the other leaves nothing behind
  const [fleet, , consolePages] = await Promise.all(work);
  const admin = { subject: 'local-admin', token: () => issuer.token({ role: 'admin' }) };
  const pages = { '/docs': docsPage(admin), ...consolePages, ...options.pages };
  const nodes = fleet.map(({ node }) => node);
  const dataFolder = keepData ? join(folder, 'state') : undefined;
  const stack = await startStack({ ...options, pages, assemblyFolder, dataFolder, nodes });
  running.add(() => stack.stop());
  for (const origin of [stack.baseUrl, stack.baseUrl.replace('127.0.0.1', 'localhost')])
    issuer.allowSignIn(origin + SIGNED_IN_PATH);
  const tokens = await developmentTokens(issuer);
  const api = new FleetApi({ baseUrl: stack.baseUrl, token: tokens.admin });
  await register(api, supplies, keepData ? await unknownAgents(api, agents) : agents);
  return { stack, issuer, tokens, fleet, stop: () => running.stop() };
}

async function consoleOf({ url }: Issuer): Promise<NonNullable<StackOptions['pages']>> {
  const scopes = ['openid', 'fleet/read', 'fleet/upgrade', 'fleet/admin'];
  return {
    '/': consolePage(await builtConsole(), { issuer: url, clientId: CONSOLE_CLIENT, scopes, docsUrl: '/docs/' }),
  };
}

async function makeSupplies(
  kinds: readonly DemoKind[],
  folder: string,
  keeping: Keeping | undefined,
  running: Running,
): Promise<ReadonlyMap<DemoKind, Supply>> {
  const supplies = new Map<DemoKind, Supply>();
  for (const kind of kinds) {
    const supply = await kind.supply(join(folder, 'supplies', kind.agentType.name), keeping);
    running.add(() => supply.close());
    supplies.set(kind, supply);
  }
  return supplies;
}

/** The last three are fenced: for agents with the tag `site` and the value `berlin`, or `new york`, and one that does not say for which. */
async function developmentTokens(issuer: Issuer) {
  return {
    operator: await issuer.token({ role: 'operator' }),
    reader: await issuer.token({ role: 'reader' }),
    agent: await issuer.token({ role: 'agent' }),
    admin: await issuer.token({ role: 'admin' }),
    expired: await issuer.token({ role: 'operator', expiresIn: -1 }),
    berlin: await issuer.token({ role: 'operator', subject: 'local-berlin', allowedTags: ['site=berlin'] }),
    newYork: await issuer.token({ role: 'admin', subject: 'local-new-york', allowedTags: ['site=new%20york'] }),
    misfenced: await issuer.token({ role: 'admin', allowedTags: [] }),
  };
}
