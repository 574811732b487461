import type { Schemas } from '../../bin/client/client.ts';

type Version = Pick<Schemas['Version'], 'agentType' | 'version' | 'status'>;

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
  /** The types that it is published for. */
  readonly description: string;
}

/** What can be chosen of the catalogue, newest first as it comes: active versions, each once, of one type or of all. */
export function choicesOf(versions: readonly Version[], agentType: string): VersionChoice[] {
  const types = new Map<string, string[]>();
  for (const { agentType: type, version, status } of versions)
    if (status === 'active' && (agentType === '' || type === agentType))
      types.set(version, [...(types.get(version) ?? []), type]);
  return [...types].map(([version, of]) => ({ value: version, label: version, description: of.join(', ') }));
}
