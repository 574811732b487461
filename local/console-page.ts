import { readdirSync, readFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { ConsoleConfig } from '../console/config.ts';
import { consolePolicy } from '../console/policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The names of assets tell their content: they never change. All else is asked for anew. */
const cachingOf = (name: string): string =>
  name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/**
 * The console at `/`: the files of its build, its settings, and for the path of each page the same document, which finds out by itself
 * which page it is.
 */
export function consolePage(folder: string, config: ConsoleConfig): RequestListener {
  const files = new Map<string, string | Buffer>([
    ...readdirSync(join(folder, 'assets')).map((name) => fileOf(folder, `assets/${name}`)),
    fileOf(folder, 'index.html'),
    ['config.json', JSON.stringify(config)],
  ]);
  const policy = consolePolicy([new URL(config.issuer).origin]);
  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const asked = path.slice(1);
    const name = files.has(asked) || asked.startsWith('assets/') ? asked : 'index.html';
    send(response, name, files.get(name), policy);
  };
}

const fileOf = (folder: string, name: string): [string, Buffer] => [name, readFileSync(join(folder, name))];

function send(response: ServerResponse, name: string, file: string | Buffer | undefined, policy: string): void {
  response
    .writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': file === undefined ? 'no-store' : cachingOf(name),
    })
    .end(file);
}
