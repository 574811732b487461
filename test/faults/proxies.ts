import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ApiFault, DownloadFault } from './weather.ts';

/** Stands before an AWS endpoint, and refuses calls or loses their answers. */
export function faultyApi(url: string, fault: (operation: string) => ApiFault): Server {
  return createServer(async (request, response) => {
    try {
      const body = await buffer(request);
      const operation = String(request.headers['x-amz-target'] ?? body.toString().match(/Action=(\w+)/)?.[1] ?? '');
      const becomes = fault(operation);
      if (becomes === 'throttled') return throttled(request, response);
      const answer = await forward(url, request, body);
      if (becomes === 'lost') return void response.destroy();
      response.writeHead(answer.status, plainHeaders(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
}

function forward(url: string, { method = 'POST', url: path = '/', headers }: IncomingMessage, body: Buffer) {
  const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, expect: _____, ...kept } = headers;
  const given = Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)]);
  return fetch(new URL(path, url), { method, headers: given, body: new Uint8Array(body) });
}

function plainHeaders(headers: Headers): Record<string, string> {
  const connection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);
  return Object.fromEntries([...headers].filter(([name]) => !connection.has(name)));
}

/** As the AWS JSON protocols say it, and EC2's query protocol. */
function throttled({ headers }: IncomingMessage, response: ServerResponse): void {
  const type = headers['content-type'] ?? '';
  if (type.includes('json')) {
    response.writeHead(400, { 'content-type': type });
    response.end(JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }));
    return;
  }
  response.writeHead(503, { 'content-type': 'text/xml' });
  const error = '<Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message></Error>';
  response.end(`<Response><Errors>${error}</Errors><RequestID>0</RequestID></Response>`);
}

/** Stands before a server of archives named `agent-<version>.tar.gz`. */
export function faultyDownloads(url: string, fault: (version: string) => DownloadFault): Server {
  return createServer(async (request, response) => {
    const [, version = ''] = /agent-(.*)\.tar\.gz$/.exec(request.url ?? '') ?? [];
    const becomes = fault(version);
    const answer = await fetch(new URL(request.url ?? '/', url));
    const archive = Buffer.from(await answer.arrayBuffer());
    if (becomes === 'refuses') return void response.writeHead(503).end();
    response.writeHead(answer.status, { 'content-type': 'application/gzip', 'content-length': archive.length });
    const half = archive.subarray(0, archive.length / 2);
    if (becomes === undefined) response.end(archive);
    else if (becomes === 'lies') response.end(archive.map((byte, index) => (index % 100 === 50 ? byte ^ 1 : byte)));
    else if (becomes === 'stalls') response.write(half);
    else response.write(half, () => response.destroy());
  });
}
