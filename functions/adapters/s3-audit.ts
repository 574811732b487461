import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** A bucket with Object Lock. */
export class S3Audit {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** Keeps a record under its key, unless one is there. */
  async keep(key: string, content: unknown): Promise<void> {
    const Body = `${JSON.stringify(content)}\n`;
    const object = { Bucket: this.#bucket, Key: key, Body, ContentType: 'application/json' };
    try {
      // Object Lock wants a checksum with each write, which the client adds by itself.
      await this.#client.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
    } catch (error) {
      if (!(error instanceof S3ServiceException && error.name === 'PreconditionFailed')) throw error;
    }
  }
}
