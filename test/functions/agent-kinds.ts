import type { AgentType } from '../../functions/domain/agent-type.ts';
import type { CatalogueVersion } from '../../functions/domain/catalogue.ts';
import { ScriptedAwsNode } from '../../local/ssm/aws-documents/scripted-aws-node.ts';
import { ScriptedNode, type ScriptedNodeOptions } from '../../local/ssm/scripted-node.ts';
import { addScriptedNode, type scriptedHost } from '../fakes/scripted-host.ts';
import { agentType, artifact, instanceId, nodeId } from '../fixtures.ts';

/** A kind of agents for whole jobs, by recipe. */
export interface AgentKind {
  readonly agentType: AgentType;
  /** What they run at first, and what they are upgraded to. */
  readonly from: string;
  readonly to: string;
  readonly artifacts: CatalogueVersion['artifacts'];
  /** The node of number `index`. */
  nodeId(index: number): string;
  addNode(
    hosted: ReturnType<typeof scriptedHost>,
    index: number,
    script: ScriptedNodeOptions['script'],
    version: string,
  ): ScriptedNode;
}

export const demoAgents: AgentKind = {
  agentType,
  from: '1.4.2',
  to: '1.5.0',
  artifacts: [artifact],
  nodeId,
  addNode: ({ host, clock }, index, script, version) => addScriptedNode(host, clock, index, script, version),
};

/** The same on EC2 instances, which may be terminated. */
export const agentsOnInstances: AgentKind = {
  ...demoAgents,
  nodeId: instanceId,
  addNode: ({ host, clock }, index, script, version) =>
    addScriptedNode(host, clock, index, script, version, instanceId(index)),
};

function foreign(agentType: AgentType, from: string, to: string, packageName?: string): AgentKind {
  return {
    agentType,
    from,
    to,
    artifacts: [],
    nodeId,
    addNode: ({ host, clock }, index, script, version) => {
      const node = new ScriptedNode({ id: nodeId(index), clock, version, script });
      const named = packageName === undefined ? {} : { packageName };
      host.addNode(new ScriptedAwsNode({ node, clock, versions: [from, to], ...named }));
      return node;
    },
  };
}

const common = { platform: 'linux', versionScheme: 'dotted', healthTimeoutSeconds: 60 } as const;

export const ssmAgents = foreign({ ...common, name: 'ssm-agent', recipe: 'ssm-agent' }, '3.3.987.0', '3.3.2746.0');

const forwarder = {
  ...common,
  name: 'forwarder',
  recipe: 'distributor',
  packageName: 'Forwarder',
  installationType: 'Uninstall and reinstall',
  versionCommand: 'forwarder --version',
  healthCommand: '',
  healthUrl: '',
} as const;

/** Packages of Distributor, which are taken away before another version comes. */
export const forwarders = foreign(forwarder, '1.4.2', '1.5.0', forwarder.packageName);

/** The same, updated in place: the document does not say what it found. */
export const forwardersInPlace = foreign(
  { ...forwarder, installationType: 'In-place update' },
  '1.4.2',
  '1.5.0',
  forwarder.packageName,
);
