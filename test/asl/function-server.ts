import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { functionFailure } from '../../local/step-functions/failure.ts';
import type { Json } from '../../local/step-functions/json.ts';

const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

type Invoke = (name: string, payload: Json) => Json | Promise<Json>;

/** Lambda's Invoke over HTTP, for functions that are written down in a test. Errors are told as Lambda's Node.js runtime does. */
export function functionServer(invoke: Invoke): Server {
  return createServer(async (request, response) => {
    const { failed, body } = await answerTo(request, invoke);
    response.writeHead(200, failed ? { 'x-amz-function-error': 'Unhandled' } : {});
    response.end(body);
  });
}

async function answerTo(request: IncomingMessage, invoke: Invoke): Promise<{ failed: boolean; body: string }> {
  try {
    const arn = decodeURIComponent(INVOCATION.exec(request.url ?? '')?.[1] ?? '');
    const payload = z.json().parse(JSON.parse(await text(request)));
    return { failed: false, body: JSON.stringify(await invoke(arn.split(':').at(-1) ?? '', payload)) };
  } catch (thrown) {
    return { failed: true, body: functionFailure(thrown).cause ?? '' };
  }
}
