import type { Signer, StoredObject } from '../../functions/domain/ports.ts';

/** Signs addresses without credentials; whoever sees such a signature where it does not belong knows it by its text. */
export class MemorySigner implements Signer {
  async sign({ bucket, key }: StoredObject, now: Date, until: Date): Promise<string> {
    const seconds = Math.floor((until.getTime() - now.getTime()) / 1000);
    const query = `X-Amz-Expires=${seconds}&X-Amz-SignedHeaders=host&X-Amz-Signature=${SIGNATURE}`;
    return `https://${bucket}.s3.eu-west-1.amazonaws.com/${key}?${query}`;
  }
}

const SIGNATURE = '5ec2e7'.repeat(10);
