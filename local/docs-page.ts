import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { contentSecurityPolicy, docsFiles } from '../console/docs/files.ts';
import { openApiDocument } from '../functions/api/openapi.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
};

interface Account {
  readonly subject: string;
  /** Signs a token of the account. */
  token(): Promise<string>;
}

/** The API's page below `/docs/`, which signs its reader in: for a machine of one's own, and for pages of this address alone. */
export function docsPage({ subject, token }: Account): RequestListener {
  const files = docsFiles({ kind: 'token', url: 'token.json' }, openApiDocument());
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/docs') return redirect(response, '/docs/');
    const name = path.replace(/^\/docs\//, '') || 'index.html';
    if (name === 'token.json')
      return isOwn(request)
        ? send(response, 200, name, JSON.stringify({ subject, token: await token() }))
        : send(response, 403, name, '{}');
    const file = files.get(name);
    return file === undefined ? send(response, 404, 'index.html', 'Not Found') : send(response, 200, name, file);
  };
}

/** Asked for by a page from here: not by another site in the same browser, nor under a name that leads here (DNS rebinding). */
function isOwn({ headers }: IncomingMessage): boolean {
  const { hostname } = new URL(`http://${headers.host}`);
  return ['127.0.0.1', 'localhost'].includes(hostname) && headers['sec-fetch-site'] === 'same-origin';
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(308, { location }).end();
}

function send(response: ServerResponse, status: number, name: string, body: string | Buffer): void {
  response
    .writeHead(status, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy(),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .end(body);
}
