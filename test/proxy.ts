import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * What becomes of a request.
 * @param forward asks the endpoint, with the request as it came
 * @returns what the caller is answered; undefined breaks the connection
 */
export type Between = (asked: Asked, forward: () => Promise<Answer>) => Promise<Answer | undefined>;

/** A server before an endpoint, which it keeps connections to until it is closed. Whatever goes wrong in between is answered with 502. */
export function proxy(endpoint: string, between: Between): Server {
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { url: path = '/', method = 'GET', headers } = incoming;
      const asked = { path, method, headers, body: await buffer(incoming) };
      const answer = await between(asked, () => forward(endpoint, agent, asked));
      if (answer === undefined) outgoing.destroy();
      else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
  return server.once('close', () => agent.destroy());
}

async function forward(endpoint: string, agent: Agent, { path, method, headers, body }: Asked): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(path, endpoint), { method, headers, agent }, resolve).once('error', reject).end(body);
  });
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
}
