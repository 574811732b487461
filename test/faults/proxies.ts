import { createServer, type Server } from 'node:http';
import { type Answer, type Asked, proxy } from '../proxy.ts';
import type { ApiFault, DownloadFault } from './weather.ts';

/** Stands before an AWS endpoint, and refuses calls or loses their answers. */
export const faultyApi = (url: string, fault: (operation: string) => ApiFault): Server =>
  proxy(url, async (asked, forward) => {
    const becomes = fault(operationOf(asked));
    if (becomes === 'throttled') return throttled(asked);
    const answer = await forward();
    return becomes === 'lost' ? undefined : answer;
  });

const operationOf = ({ headers, body }: Asked): string =>
  String(headers['x-amz-target'] ?? body.toString().match(/Action=(\w+)/)?.[1] ?? '');

/** As the AWS JSON protocols say it, and EC2's query protocol. */
function throttled({ headers }: Asked): Answer {
  const type = headers['content-type'] ?? '';
  if (type.includes('json')) {
    const body = JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' });
    return { status: 400, headers: { 'content-type': type }, body: Buffer.from(body) };
  }
  const error = '<Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message></Error>';
  const body = `<Response><Errors>${error}</Errors><RequestID>0</RequestID></Response>`;
  return { status: 503, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
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
