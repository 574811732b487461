import type { DocumentStep } from '../../lib/documents/documents.ts';
import { AMAZON_LINUX, type ManagedNode, type NodePlatform } from './managed-node.ts';

type Platform = NodePlatform['type'];

/** What is said of a step here, whoever owns its document. */
export interface Step extends Pick<DocumentStep, 'name' | 'precondition'> {
  readonly action: string;
}

export const platformOf = ({ platform = AMAZON_LINUX }: ManagedNode): Platform => platform.type;

/** Does a node of this platform run the step? One that it skips is a successful step, with `skipWords` for its output. */
export const isFor = (platform: Platform, { precondition }: Step): boolean =>
  precondition === undefined || precondition.StringEquals[1] === platform;

/** The steps that a node of this platform runs. */
export const stepsFor = <Kind extends Step>(
  platform: Platform,
  { mainSteps }: { readonly mainSteps: readonly Kind[] },
): readonly Kind[] => mainSteps.filter((step) => isFor(platform, step));

/**
 * What SSM Agent says of a step for another platform (agent/framework/runpluginutil/runpluginutil.go). It looks for the plugin
 * first: on Windows there is none for shell scripts, while Linux does have the one for PowerShell.
 */
export function skipWords(platform: Platform, { action, name, precondition }: Step): string {
  const why =
    platform === 'Windows' && action === 'aws:runShellScript'
      ? `unsupported plugin: ${action}`
      : `unsatisfied preconditions: '"StringEquals": [${precondition?.StringEquals.join(', ')}]'`;
  return `Step execution skipped due to ${why}. Step name: ${name}`;
}
