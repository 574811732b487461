import type { Documents } from '../../functions/domain/ports.ts';
import type { RecipeName } from '../../functions/domain/recipes/recipes.ts';
import type { SsmHost } from '../../local/ssm/host.ts';
import { hostedDocuments } from './hosted-commands.ts';

/** The documents of a host in the same process, without a wire. */
export class HostedDocuments implements Documents {
  readonly #host: SsmHost;
  /** Thrown instead of an answer. */
  failure: Error | undefined;

  constructor(host: SsmHost) {
    this.#host = host;
  }

  async currentVersion(recipe: RecipeName): Promise<string | undefined> {
    if (this.failure !== undefined) throw this.failure;
    const name = hostedDocuments[recipe];
    return name.startsWith('AWS-') ? undefined : this.#host.documents.find(name).newest;
  }
}
