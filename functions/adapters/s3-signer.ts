import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Signer, StoredObject } from '../domain/ports.ts';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** What a GET of S3 says of its body in place of a hash; its value is part of what is signed, the header is not. */
const BODY = 'x-amz-content-sha256';
const unsigned = new Set([BODY]);

/** The virtual-hosted address of a bucket in this region. Only the regions of China are under a domain of their own. */
const regionalHost = (region: string) => (bucket: string) =>
  `${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/**
 * Signs a GET in the query (AWS Signature Version 4), with the credentials of whoever runs it: the address can do what they may, and
 * ends with them where they end first. By the algorithm's own library, which every AWS client has in it anyway.
 */
export class S3Signer implements Signer {
  readonly #signature: SignatureV4;
  readonly #hostOf: (bucket: string) => string;

  constructor(region: string, credentials: Credentials, hostOf = regionalHost(region)) {
    // S3 alone takes the path as it is; other services encode it a second time.
    const sha256 = Hash.bind(null, 'sha256');
    this.#signature = new SignatureV4({ service: 's3', region, credentials, sha256, uriEscapePath: false });
    this.#hostOf = hostOf;
  }

  async sign({ bucket, key }: StoredObject, now: Date, until: Date): Promise<string> {
    const hostname = this.#hostOf(bucket);
    const headers = { host: hostname, [BODY]: 'UNSIGNED-PAYLOAD' };
    const signed = await this.#signature.presign(
      new HttpRequest({ method: 'GET', hostname, path: `/${key}`, headers }),
      {
        signingDate: now,
        expiresIn: Math.floor((until.getTime() - now.getTime()) / 1000),
        unsignableHeaders: unsigned,
        unhoistableHeaders: unsigned,
      },
    );
    return `https://${hostname}${signed.path}?${buildQueryString(signed.query ?? {})}`;
  }
}
