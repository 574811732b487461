import { DescribeDocumentCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { DocumentKind, Documents } from '../domain/ports.ts';
import type { RecipeName } from '../domain/recipes/recipes.ts';

/** Names of the deployed documents. */
export type DocumentNames = Readonly<Record<DocumentKind, string>>;

/** Only AWS may name documents so. */
const OF_AWS = 'AWS-';

/** The deployed documents, in this account and region. */
export class SsmDocuments implements Documents {
  readonly #names: DocumentNames;
  readonly #client: SSMClient;

  constructor(names: DocumentNames, client: SSMClient) {
    this.#names = names;
    this.#client = client;
  }

  async currentVersion(recipe: RecipeName): Promise<string | undefined> {
    const name = this.#names[recipe];
    if (name.startsWith(OF_AWS)) return undefined;
    const { Document } = await this.#client.send(new DescribeDocumentCommand({ Name: name }));
    if (Document?.DefaultVersion === undefined) throw new Error(`DescribeDocument answered no version of ${name}.`);
    return Document.DefaultVersion;
  }
}
