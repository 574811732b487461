import { randomUUID } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { systemClock } from '../clock.ts';
import { AwsNode } from '../ssm/aws-documents/aws-node.ts';
import type { Installable, ScriptEnd } from '../ssm/aws-documents/installable.ts';
import { RealNode } from '../ssm/real-node.ts';
import { type AgentVersion, writeAgent } from './artifacts.ts';
import { ASK_HEALTH, ASK_VERSION } from './definition.ts';
import { type AgentHealth, DemoFleet, type DemoNode } from './demo-fleet.ts';

/** Where the collector lives, below the node's directory, which is the scripts' HOME. */
const PLACE = 'collector';
const inPlace = (command: string): string => `cd "$HOME/${PLACE}" 2>/dev/null && ${command}`;

/** An agent that is a package of Distributor, beside the demo agent on the same nodes. */
export const COLLECTOR_TYPE = {
  name: 'demo-collector',
  recipe: 'distributor',
  versionScheme: 'dotted',
  packageName: 'DemoCollector',
  versionCommand: inPlace(ASK_VERSION),
  healthCommand: inPlace(ASK_HEALTH),
} as const;

/** The nodes' own SSM Agent; the demo's is a script that says which version it is. */
export const SSM_AGENT_TYPE = { name: 'ssm-agent', recipe: 'ssm-agent', versionScheme: 'dotted' } as const;

/** What AWS's documents find on a demo node. Versions are listed oldest first. */
export interface DemoSoftware {
  readonly ssmAgent: { readonly installed: string; readonly versions: readonly string[] };
  readonly collector: { readonly installed: AgentVersion; readonly versions: readonly AgentVersion[] };
}

export interface AwsDemoNode {
  /** For SsmHost.addNode. */
  readonly node: AwsNode;
  /** What the collector answers now; undefined when none answers. */
  collector(): Promise<AgentHealth | undefined>;
  /** Ends the collector. */
  stop(): Promise<void>;
}

/** Makes of a demo node one whose SSM Agent upgrades itself and a collector, a process that is started here. Throws when it does not come up. */
export async function awsDemoNode({ id, directory }: DemoNode, software: DemoSoftware): Promise<AwsDemoNode> {
  const path = `${join(directory, 'bin')}:${process.env['PATH'] ?? '/usr/bin:/bin'}`;
  const { ssmAgent, collector } = software;
  const real = new RealNode({ id, directory, clock: systemClock, path });
  const fleet = await DemoFleet.start(directory, [PLACE], collector.installed);
  await writeSsmAgent(directory, ssmAgent.installed);
  const packages = new Map([[COLLECTOR_TYPE.packageName, new Collector(real, directory, software.collector)]]);
  return {
    node: new AwsNode({ node: real, agent: new SsmAgent(directory, ssmAgent), packages }),
    collector: async () => fleet.nodes[0] && fleet.health(fleet.nodes[0]),
    stop: () => fleet.stop(),
  };
}

async function writeSsmAgent(directory: string, version: string): Promise<void> {
  const file = join(directory, 'bin/amazon-ssm-agent');
  await mkdir(join(directory, 'bin'), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho 'SSM Agent version: ${version}'\n`);
  await chmod(file, 0o755);
}

class SsmAgent implements Installable {
  readonly versions: readonly string[];
  installed: string | undefined;

  constructor(
    readonly directory: string,
    { installed, versions }: DemoSoftware['ssmAgent'],
  ) {
    this.versions = versions;
    this.installed = installed;
  }

  async run(_action: unknown, version: string): Promise<ScriptEnd> {
    await writeSsmAgent(this.directory, version);
    return { exitCode: 0, stdout: '', stderr: '' };
  }
}

/**
 * The package's scripts, for a shell in the place of the collector; `$1` is the version. They start and stop a real process. Of 80 tries
 * the pauses alone take 4 s: enough for a version that is healthy from its third second on.
 */
const SCRIPTS = {
  install: `ln -sfn "versions/$1" current && FLEET_ROOT=$PWD sh current/bin/restart || exit 1
tries=0
until ${ASK_HEALTH}; do
  tries=$((tries + 1))
  [ "$tries" -lt 80 ] || { echo "collector $1 is not healthy" >&2; exit 1; }
  sleep 0.05
done`,
  uninstall: `pid=$(cat run/pid 2>/dev/null)
[ -z "$pid" ] || kill "$pid" 2>/dev/null
tries=0
while [ -e run/pid ] && kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
  sleep 0.05
  tries=$((tries + 1))
done
rm -rf run/port current "versions/$1"`,
} as const;

class Collector implements Installable {
  readonly versions: readonly string[];
  installed: string | undefined;

  constructor(
    readonly node: RealNode,
    readonly directory: string,
    readonly software: DemoSoftware['collector'],
  ) {
    this.versions = software.versions.map(({ version }) => version);
    this.installed = software.installed.version;
  }

  async run(action: 'install' | 'update' | 'uninstall', version: string): Promise<ScriptEnd> {
    const agent = this.software.versions.find((one) => one.version === version);
    if (action !== 'uninstall' && agent !== undefined)
      await writeAgent(join(this.directory, PLACE, 'versions', version), agent);
    const report = await this.node.run({
      commandId: randomUUID(),
      document: scriptDocument(action === 'uninstall' ? SCRIPTS.uninstall : SCRIPTS.install, version),
      parameters: {},
      executionTimeoutSeconds: SECONDS,
      signal: new AbortController().signal, // SSM Agent lets a package's scripts run on, whatever becomes of the command
    });
    if (report.kind !== 'ended') return { exitCode: 137, stdout: '', stderr: `${report.kind}\n` };
    return {
      ...report,
      stderr: report.exitCode === 0 ? report.stderr : `${report.stderr.split('\nfailed to run')[0]}\n`,
    };
  }
}

const SECONDS = 30;

const scriptDocument = (script: string, version: string): CommandDocument => ({
  schemaVersion: '2.2',
  description: 'A script of a package of Distributor.',
  parameters: {},
  mainSteps: [
    {
      action: 'aws:runShellScript',
      name: 'script',
      inputs: { timeoutSeconds: String(SECONDS), runCommand: [`cd ${PLACE} && set -- '${version}' || exit 1`, script] },
    },
  ],
});
