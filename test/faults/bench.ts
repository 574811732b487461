import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentSettings } from '../../lib/environments.ts';
import { close, listen } from '../../local/aws-json.ts';
import { type Clock, systemClock } from '../../local/clock.ts';
import { type DemoKind, installed } from '../../local/launch/demo-kind.ts';
import { demoAgent } from '../../local/launch/kinds/archive.ts';
import { startOwn } from '../../local/launch/kinds/own-document.ts';
import { type Launched, launch } from '../../local/launch.ts';
import { type AgentVersion, serveArtifacts } from '../../local/node/artifacts.ts';
import { agentHealth, restart } from '../../local/node/demo-fleet.ts';
import { Caller } from './caller.ts';
import { MortalNode } from './mortal-node.ts';
import { faultyApi, faultyDownloads } from './proxies.ts';
import { Weather } from './weather.ts';

/** Each fault upgrades to versions of its own, so that one stack serves them all. */
const versions: readonly AgentVersion[] = [
  installed,
  ...Array.from({ length: 40 }, (_, index) => ({ version: `2.${index}.0`, healthy: true })),
];

/** A node's clock is ahead by the seconds that its file `clock-offset` says. */
const DATE = `#!/bin/sh
ahead=$(cat "$HOME/clock-offset" 2>/dev/null || echo 0)
[ "$ahead" != 0 ] || exec /bin/date "$@"
exec /bin/date -d "@$(($(/bin/date +%s) + ahead))" "$@"
`;

/** A node that is gone is given up after 150 s in place of 6 min. */
const pace = {
  ...environmentSettings('local').pace,
  deliverySeconds: 30,
  preparationSeconds: 30,
  executionSeconds: 45,
};

/** A whole stack with agents that are real processes, around which things go wrong as the weather says. */
export class FaultBench {
  readonly weather = new Weather();
  readonly folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-faults-'));
  readonly caller: Caller;
  readonly #nodes = new Map<string, MortalNode>();
  readonly #stops: (() => unknown)[] = [];
  #launched: Launched | undefined;
  #versionsUsed = 0;

  private constructor() {
    this.caller = new Caller({
      address: () => ({ baseUrl: this.launched.stack.baseUrl, token: this.launched.tokens.operator }),
      health: (agentUuid) => agentHealth(this.directory(agentUuid)),
    });
  }

  /** Launches it with so many agents: item1, item2 and so on. */
  static async launch(agents: number): Promise<FaultBench> {
    const bench = new FaultBench();
    const { weather } = bench;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + weather.aheadMs };
    bench.#launched = await launch({
      agents,
      kinds: [bench.#kind()],
      folder: bench.folder,
      pace,
      clock,
      eventFault: () => weather.event(),
      functionFault: (name) => weather.kill(name),
      between: async (_, url) => {
        const proxy = faultyApi(url, (operation) => weather.api(operation));
        bench.#stops.push(() => close(proxy));
        return listen(proxy);
      },
      onProblem: () => undefined, // faults are what this is for; what matters is what becomes of the jobs
    });
    return bench;
  }

  get launched(): Launched {
    if (this.#launched === undefined) throw new Error('The bench is not launched.');
    return this.#launched;
  }

  /** A version that no job has asked for yet. */
  nextVersion(): string {
    const version = versions[++this.#versionsUsed]?.version;
    if (version === undefined) throw new Error('There are no more versions.');
    return version;
  }

  directory(agentUuid: string): string {
    return join(this.folder, 'nodes', this.#agent(agentUuid).nodeId);
  }

  /** The node loses its power. */
  async die(agentUuid: string): Promise<void> {
    const { nodeId } = this.#agent(agentUuid);
    this.launched.stack.ssm.setPingStatus(nodeId, 'ConnectionLost');
    await this.#nodes.get(nodeId)?.die();
  }

  /** It has power again: its agent is started as a service would be, and it connects. */
  async revive(agentUuid: string): Promise<void> {
    const directory = this.directory(agentUuid);
    rmSync(join(directory, 'run/pid'), { force: true });
    await restart(directory);
    this.launched.stack.ssm.setPingStatus(this.#agent(agentUuid).nodeId, 'Online');
  }

  async stop(): Promise<void> {
    await this.#launched?.stop();
    for (const stop of this.#stops) await stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #agent(agentUuid: string) {
    const agent = this.launched.fleet.find((one) => one.agentUuid === agentUuid);
    if (agent === undefined) throw new Error(`There is no agent ${agentUuid}.`);
    return agent;
  }

  #kind(): DemoKind {
    const agentType = { ...demoAgent.agentType, healthTimeoutSeconds: 20 };
    return { ...demoAgent, agentType, supply: (folder) => this.#supply(folder) };
  }

  async #supply(folder: string): ReturnType<DemoKind['supply']> {
    const served = await serveArtifacts(folder, versions);
    const faulty = faultyDownloads(served.url, (version) => this.weather.download(version));
    const url = await listen(faulty);
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'date'), DATE, { mode: 0o755 });
    return {
      publications: served.artifacts.map(({ version, url: own, sha256 }) => ({
        version,
        artifact: { url: url + new URL(own).pathname, sha256 },
      })),
      artifactSources: [`${url}/`],
      start: async (id, nodes) => {
        const started = await startOwn(id, nodes, { path: () => `${tools}:${process.env['PATH']}` });
        const node = new MortalNode(started.node, join(nodes, id));
        this.#nodes.set(id, node);
        return { ...started, node };
      },
      close: async () => {
        await close(faulty);
        await served.close();
      },
    };
  }
}
