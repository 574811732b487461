import { describe, expect, test } from '@jest/globals';
import type { Signer } from '../../functions/domain/ports.ts';
import { later, now } from '../fixtures.ts';

/** What whoever signs addresses does, the real adapter and its twin alike. */
export function signerContract(name: string, signer: Signer): void {
  describe(`${name} keeps the contract of signers`, () => {
    const object = { bucket: 'artifacts-eu', key: 'agents/1.5.0/a_b~c.tar.gz' };
    const sign = async (seconds = 1860) => new URL(await signer.sign(object, now, later(seconds)));

    test('the address is that of the object, by https and in the region of the deployment', async () => {
      const { origin, pathname } = await sign();
      expect(origin).toBe('https://artifacts-eu.s3.eu-west-1.amazonaws.com');
      expect(pathname).toBe(`/${object.key}`);
    });

    test('it counts until the time that is asked for, in whole seconds', async () => {
      expect((await sign()).searchParams.get('X-Amz-Expires')).toBe('1860');
      expect((await sign(59.9)).searchParams.get('X-Amz-Expires')).toBe('59');
    });

    test('it is signed, over nothing that the node would have to send along', async () => {
      const { searchParams } = await sign();
      expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{60,64}$/);
      expect(searchParams.get('X-Amz-SignedHeaders')).toBe('host');
    });

    test('no character of it means anything to a shell, or ends a line', async () => {
      expect((await sign()).href).toMatch(/^[A-Za-z0-9:/?&=%._~-]+$/);
    });
  });
}
