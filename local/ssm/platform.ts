import type { CommandDocument, DocumentStep } from '../../lib/documents/documents.ts';

/** The platform of all local nodes, as DescribeInstanceInformation names it. */
export const PLATFORM = 'Linux';

/** Does a local node run this step? One that it skips is a successful step, with `skipWords` for its output. */
export const isForPlatform = ({ precondition }: DocumentStep): boolean =>
  precondition === undefined || precondition.StringEquals[1] === PLATFORM;

/** The steps that a local node runs. */
export const ownSteps = ({ mainSteps }: CommandDocument): readonly DocumentStep[] => mainSteps.filter(isForPlatform);

/**
 * What SSM Agent says of a step with an unsatisfied precondition (agent/framework/runpluginutil/runpluginutil.go), where it
 * knows the plugin: on Linux it does know aws:runPowerShellScript.
 */
export const skipWords = ({ name, precondition }: DocumentStep): string =>
  `Step execution skipped due to unsatisfied preconditions: '"StringEquals": [${precondition?.StringEquals.join(', ')}]'. Step name: ${name}`;
