import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Documents } from '../../functions/domain/ports.ts';

/** The deployed documents, each in its first version. */
export interface DocumentsWorld {
  readonly documents: Documents;
  /** Deploys another version of the document of recipe `package`. */
  update(): void;
  stop(): Promise<void>;
}

/** What all documents do, the real adapter and its twins alike. */
export function documentsContract(name: string, start: () => Promise<DocumentsWorld>): void {
  describe(`${name} keeps the contract of documents`, () => {
    let world: DocumentsWorld;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    test('the version that counts is the one that was deployed last', async () => {
      expect(await world.documents.currentVersion('package')).toBe('1');
      world.update();
      expect(await world.documents.currentVersion('package')).toBe('2');
    });

    test.each(['ssm-agent', 'distributor'] as const)(
      'the document of %s is of AWS, and has no version here',
      async (recipe) => {
        expect(await world.documents.currentVersion(recipe)).toBeUndefined();
      },
    );
  });
}
