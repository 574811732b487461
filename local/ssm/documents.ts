import type { CommandDocument } from '../../lib/documents/documents.ts';
import { AwsError } from '../aws-json.ts';
import { awsDocuments } from './aws-documents/documents.ts';

/** The documents of an account. The newest version counts, as CloudFormation's update method NewVersion has it. */
export class Documents {
  readonly #versions: Map<string, CommandDocument[]>;

  constructor(documents: ReadonlyMap<string, CommandDocument>) {
    this.#versions = new Map([...documents].map(([name, document]) => [name, [document]]));
  }

  /** Adds a version, which counts from now on. */
  update(name: string, document: CommandDocument): void {
    this.#versions.set(name, [...(this.#versions.get(name) ?? []), document]);
  }

  /** @throws AwsError InvalidDocument, InvalidDocumentVersion */
  find(name: string, version = '$DEFAULT') {
    const own = this.#versions.get(name);
    if (own === undefined) return { content: awsDocument(name), version: '1', newest: '1' };
    const newest = String(own.length);
    const number = version.startsWith('$') ? newest : version;
    const content = own[Number(number) - 1];
    if (content === undefined) throw new AwsError('InvalidDocumentVersion', `${name} has no version ${version}.`);
    return { content, version: number, newest };
  }
}

function awsDocument(name: string) {
  const found = awsDocuments.get(name);
  if (found === undefined) throw new AwsError('InvalidDocument', `There is no document ${name}.`);
  return found;
}
