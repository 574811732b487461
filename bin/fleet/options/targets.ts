import type { Schemas } from '../../client/client.ts';
import { Failure } from '../failures.ts';

/** The options that say which agents are meant, as commander answers them. */
export interface TargetOptions {
  readonly agents?: string[];
  readonly nodes?: string[];
  readonly selector?: Record<string, string>;
  readonly type?: string;
  readonly from?: Schemas['Selector']['currentVersion'];
}

/** Which agents are meant: named, on named nodes, or chosen by the inventory. */
export type Targets =
  | { readonly by: 'agents'; readonly agentUuids: readonly string[] }
  | { readonly by: 'nodes'; readonly nodeIds: readonly string[]; readonly agentType: string }
  | { readonly by: 'selector'; readonly selector: Schemas['Selector'] };

const usage = (message: string) => new Failure('usage', message);

/** @throws Failure (usage) where the options name no agents, or name them in two ways */
export function targetsOf({ agents, nodes, selector, type, from }: TargetOptions): Targets {
  const chosen = selector !== undefined || from !== undefined;
  if (agents !== undefined) {
    if (nodes !== undefined || chosen || type !== undefined)
      throw usage('--agents names the agents: leave --nodes, --selector, --type and --from out.');
    return { by: 'agents', agentUuids: [...new Set(agents)] };
  }
  if (nodes !== undefined) {
    if (chosen) throw usage('--nodes names the nodes: leave --selector and --from out.');
    if (type === undefined) throw usage('--nodes needs --type: which agent of the nodes is meant.');
    return { by: 'nodes', nodeIds: [...new Set(nodes)], agentType: type };
  }
  if (!chosen && type === undefined) throw usage('Say which agents: --agents, --nodes with --type, or --selector.');
  return {
    by: 'selector',
    selector: {
      ...(selector !== undefined && { tags: selector }),
      ...(type !== undefined && { agentType: type }),
      ...(from !== undefined && { currentVersion: from }),
    },
  };
}
