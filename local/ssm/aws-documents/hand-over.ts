import type { Command } from '../command.ts';
import type { ManagedNode, Report } from '../managed-node.ts';
import { isOfAws } from './documents.ts';

/** Lets the node run the command's document, whoever owns it. */
export async function handOver(command: Command, node: ManagedNode, signal: AbortSignal): Promise<Report> {
  const { id: commandId, document, parameters, executionTimeoutSeconds } = command;
  const delivery = { commandId, parameters, executionTimeoutSeconds, signal };
  if (!isOfAws(document)) return node.run({ ...delivery, document });
  for (const { action, name } of document.mainSteps) {
    if (action === 'aws:runPowerShellScript') continue; // for Windows; nodes here run Linux
    if (node.runAws !== undefined) return node.runAws({ ...delivery, plugin: action });
    // As SSM Agent says it (aws/amazon-ssm-agent, agent/framework/runpluginutil/runpluginutil.go).
    const stderr = `Plugin with name ${action} is not supported by this version of ssm agent, please update to latest version. Step name: ${name}`;
    return { kind: 'ended', exitCode: 1, stdout: '', stderr };
  }
  throw new Error('The document has no step for this node.');
}
