import type { CommandDocument } from '../../lib/documents/documents.ts';
import { packageDocument } from '../../lib/documents/package.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { VirtualClock } from '../../local/clock.ts';
import type { CommandEvent } from '../../local/ssm/events.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { ScriptedNode, type ScriptedNodeOptions } from '../../local/ssm/scripted-node.ts';
import { nodeId, now } from '../fixtures.ts';
import { hostedDocuments } from './hosted-commands.ts';

const documents = new Map([
  [hostedDocuments.package, packageDocument()],
  [hostedDocuments.report, reportDocument()],
]);

/** A host on a virtual clock that stands at `now`; command ids count up. `change` makes other documents of ours. */
export function scriptedHost(
  onEvent?: (event: CommandEvent) => void,
  change = (document: CommandDocument) => document,
): {
  readonly clock: VirtualClock;
  readonly host: SsmHost;
} {
  const clock = new VirtualClock(now);
  let ids = 0;
  const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
  const host = new SsmHost({
    clock,
    newId,
    documents: new Map([...documents].map(([name, document]) => [name, change(document)])),
    account: '111122223333',
    region: 'eu-west-1',
    ...(onEvent && { onEvent }),
  });
  return { clock, host };
}

/** Adds node number `index`, at 1.4.2 unless told otherwise, which answers an upgrade as the script says. */
export function addScriptedNode(
  host: SsmHost,
  clock: VirtualClock,
  index: number,
  script: ScriptedNodeOptions['script'],
  version = '1.4.2',
  id = nodeId(index),
): ScriptedNode {
  const node = new ScriptedNode({ id, clock, version, script });
  host.addNode(node);
  return node;
}
