import { Agent, createServer, type IncomingMessage, type Server, request as send } from 'node:http';

/** A call of an AWS service that speaks JSON, and its answer. */
export interface Exchange {
  /** `PutItem`; `other` where the service has another protocol. */
  readonly operation: string;
  readonly request: unknown;
  readonly response: unknown;
  readonly isOk: boolean;
}

/** A server that hands everything on to the endpoint, unchanged, and tells of each exchange before it is answered. */
export function metered(endpoint: string, observe: (exchange: Exchange) => void): Server {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await bytesOf(incoming);
      const { url: path = '/', method, headers } = incoming;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        send({ hostname, port, path, method, headers, agent }, resolve).once('error', reject).end(body);
      });
      const answered = await bytesOf(answer);
      const { statusCode = 500 } = answer;
      observe(exchangeOf(incoming, body, answered, statusCode < 300));
      outgoing.writeHead(statusCode, answer.headers).end(answered);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
  return server.once('close', () => agent.destroy());
}

function exchangeOf({ headers }: IncomingMessage, request: Buffer, response: Buffer, isOk: boolean): Exchange {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return { operation: 'other', request: null, response: null, isOk };
  const operation = target.slice(target.lastIndexOf('.') + 1);
  return { operation, request: parsed(request), response: parsed(response), isOk };
}

const parsed = (body: Buffer): unknown => JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
