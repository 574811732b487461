import type { AgentType } from '../agent-type.ts';
import { whyUncheckable } from '../artifact-check.ts';
import { attemptId, type Batch } from '../batch.ts';
import type { Job } from '../job.ts';
import type { Network } from '../network.ts';
import { type Catalogue, CommandRejected } from '../ports.ts';
import type { Published } from '../recipes/recipe.ts';
import { changeParametersOf } from '../recipes/recipes.ts';
import { type AddressingPorts, type AttemptTimes, addressArtifacts } from './address-artifacts.ts';

export interface ParameterPorts extends AddressingPorts {
  readonly catalogue: Catalogue;
  readonly agentTypes: ReadonlyMap<string, AgentType>;
  readonly networks: readonly Network[];
  /** Does the deployment ask for a checksum where nothing is signed? */
  readonly requireChecksum: boolean;
}

/**
 * What a batch's command is told, as the deployment is by now.
 * @throws CommandRejected where what was planned cannot be sent any more, with a sentence that says why
 */
export async function commandParameters(
  ports: ParameterPorts,
  job: Job,
  batch: Batch,
  times: AttemptTimes,
): Promise<Record<string, string>> {
  const agentType = agentTypeOf(ports, batch);
  const network = networkNamed(ports, batch.network);
  const found = await publishedOf(ports, job, batch);
  if (job.action !== 'rollback') refuseUncheckable(ports, agentType, found);
  // A rollback brings nothing to the node.
  const addressed =
    job.action === 'rollback' ? [] : await addressArtifacts(ports, agentType, found?.artifacts ?? [], network, times);
  return changeParametersOf(agentType, {
    action: job.action,
    version: batch.targetVersion,
    published: found && { ...found, artifacts: addressed },
    network,
    attemptId: attemptId(batch),
    notAfter: times.notAfter,
    allowDowngrade: job.allowDowngrade,
  });
}

function agentTypeOf({ agentTypes }: ParameterPorts, batch: Batch): AgentType {
  const agentType = agentTypes.get(batch.agentType);
  if (agentType === undefined)
    throw new CommandRejected(`This deployment no longer knows the agent type ${batch.agentType}.`);
  if (agentType.recipe !== batch.recipe)
    throw new CommandRejected(
      `${batch.agentType} is of recipe ${agentType.recipe} now, and the job was planned for ${batch.recipe}.`,
    );
  return agentType;
}

/** Since it was planned, the type's key may have been taken away, or checksums asked for: nothing goes out that no node could check. */
function refuseUncheckable(
  { requireChecksum }: ParameterPorts,
  agentType: AgentType,
  found: Published | undefined,
): void {
  const why = whyUncheckable(agentType, found?.artifacts ?? [], requireChecksum);
  if (why !== undefined) throw new CommandRejected(why);
}

/** Where the nodes fetch from is nothing to guess: the network's name is all that was planned. */
function networkNamed({ networks }: ParameterPorts, name: string | null): Network | null {
  if (name === null) return null;
  const network = networks.find((one) => one.name === name);
  if (network === undefined) throw new CommandRejected(`This deployment no longer knows the network ${name}.`);
  return network;
}

/** The job's own artifact, else what the catalogue has; a rollback goes back to a version that it may never have had. */
async function publishedOf(
  ports: ParameterPorts,
  { action, artifact }: Job,
  { agentType, targetVersion }: Batch,
): Promise<Published | undefined> {
  if (artifact !== null && action !== 'rollback') {
    return { artifacts: [{ platform: 'any', architecture: 'any', ...artifact }], packages: [], reportedVersion: null };
  }
  const version = await ports.catalogue.get(agentType, targetVersion);
  if (version === undefined && action !== 'rollback')
    throw new CommandRejected(`The catalogue no longer has ${agentType} ${targetVersion}.`);
  return version;
}
