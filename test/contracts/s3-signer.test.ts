import { expect, test } from '@jest/globals';
import { S3Signer } from '../../functions/adapters/s3-signer.ts';
import { later, now } from '../fixtures.ts';
import { signerContract } from './signer.ts';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a+token/of=a role' };
signerContract('S3Signer', new S3Signer('eu-west-1', credentials));

/** "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" in the Amazon S3 API Reference, "Example". */
const documented = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  day: new Date('2013-05-24T00:00:00Z'),
  dayAfter: new Date('2013-05-25T00:00:00Z'),
  address: [
    'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256',
    'X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request',
    'X-Amz-Date=20130524T000000Z',
    'X-Amz-Expires=86400',
    'X-Amz-SignedHeaders=host',
    'X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  ].join('&'),
};

test('the example that AWS documents is signed as AWS signs it', async () => {
  const { day, dayAfter, address, ...keys } = documented;
  const signer = new S3Signer('us-east-1', keys, (bucket) => `${bucket}.s3.amazonaws.com`);
  const signed = new URL(await signer.sign({ bucket: 'examplebucket', key: 'test.txt' }, day, dayAfter));
  const expected = new URL(address);
  expect(signed.origin + signed.pathname).toBe(expected.origin + expected.pathname);
  expect([...signed.searchParams].toSorted()).toEqual([...expected.searchParams].toSorted());
});

test('the token of a role goes along, and is signed, too', async () => {
  const sign = async (sessionToken: string) =>
    new URL(await new S3Signer('eu-west-1', { ...credentials, sessionToken }).sign(object, now, later(60)))
      .searchParams;
  const object = { bucket: 'artifacts', key: 'a' };
  const [one, other] = [await sign('a+token/of=a role'), await sign('another')];
  expect(one.get('X-Amz-Security-Token')).toBe('a+token/of=a role');
  expect(one.get('X-Amz-Signature')).not.toBe(other.get('X-Amz-Signature'));
});

test('credentials are asked for at each address, since those of a role are renewed', async () => {
  let asked = 0;
  const signer = new S3Signer('eu-west-1', async () => ({ ...credentials, accessKeyId: `ASIA${++asked}` }));
  const object = { bucket: 'artifacts', key: 'a' };
  await signer.sign(object, now, later(60));
  expect(await signer.sign(object, now, later(60))).toContain('ASIA2%2F');
});

test('a bucket in China is under the domain of China', async () => {
  const signed = await new S3Signer('cn-north-1', credentials).sign({ bucket: 'b-1', key: 'a' }, now, later(60));
  expect(signed).toMatch(/^https:\/\/b-1\.s3\.cn-north-1\.amazonaws\.com\.cn\/a\?/);
});
