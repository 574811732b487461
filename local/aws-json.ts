import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An error that an AWS endpoint answers: `code` is what SDKs show as the error's name. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
    this.name = code;
  }
}

export type Operations = Readonly<Record<string, (input: never) => unknown>>;

/** The largest request body in bytes: SSM and Step Functions take at most 1 MiB of it. */
const LARGEST_BODY = 1024 * 1024;

/**
 * An HTTP server for an AWS service that speaks the AWS JSON protocol (`X-Amz-Target: <prefix>.<Operation>`).
 * Signatures are not checked: the server listens on loopback only. Unknown operations answer UnknownOperationException.
 */
export function awsJsonServer(prefix: string, version: '1.0' | '1.1', operations: Operations): Server {
  return createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': `application/x-amz-json-${version}` });
      response.end(JSON.stringify(body ?? {}));
    };
    try {
      answer(200, await dispatch(prefix, operations, request));
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalServerError', String(error), 500);
      answer(known.statusCode, { __type: known.code, message: known.message });
    }
  });
}

async function dispatch(prefix: string, operations: Operations, request: IncomingMessage): Promise<unknown> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : undefined;
  const operation = name === undefined || !Object.hasOwn(operations, name) ? undefined : operations[name];
  if (operation === undefined)
    throw new AwsError('UnknownOperationException', `Operation ${target || '(none)'} is not known here.`);
  return operation(parseBody(await readBody(request)) as never);
}

/** The body as text. @throws AwsError where it is over 1 MiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY)
      throw new AwsError('RequestEntityTooLargeException', `The request is over ${LARGEST_BODY} bytes.`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}

/** Listens on loopback; port 0 takes a free one. Answers the base URL. */
export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stops listening and ends idle and open connections. */
export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
