import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { close, listen } from '../../local/aws-json.ts';
import { gateway } from '../../local/gateway.ts';
import { LambdaHost } from '../../local/lambda-host.ts';
import type { LambdaFunction } from '../../local/template.ts';
import { metered } from '../cost/metered.ts';
import type { ScriptedFleet } from '../scripted-fleet.ts';

const SUBMIT = 'POST /api/v1/agents/batch-upgrade';
export const BARE = '/bare';

/** A gateway to the fleet's functions and to the bare handler, each in its own thread, by the same token check; nothing is throttled. */
export async function sideBySide({ stack }: ScriptedFleet, folder: string) {
  const { template, functions, environment } = stack;
  const submit = template.routes.find(({ routeKey }) => routeKey === SUBMIT);
  if (submit === undefined) throw new Error(`There is no route ${SUBMIT}.`);
  const bare = await bareFunction(folder, template.tables[0]?.name ?? '');
  const host = new LambdaHost({ functions: [bare], region: template.region, environment });
  const server = gateway({
    routes: [...template.routes, { ...submit, routeKey: `POST ${BARE}`, functionArn: bare.arn }],
    accountId: template.accountId,
    invoke: (arn, event) => (arn === bare.arn ? host : functions).invoke(arn, event),
  });
  const url = await listen(server);
  const stop = async () => {
    await close(server);
    await host.stop();
  };
  return { url, stop };
}

async function bareFunction(folder: string, table: string): Promise<LambdaFunction> {
  const assetFolder = join(folder, 'bare');
  await mkdir(assetFolder);
  await build({
    entryPoints: [fileURLToPath(new URL('bare.ts', import.meta.url))],
    outfile: join(assetFolder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    define: { TABLE_NAME: JSON.stringify(table) },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:bare';
  return {
    name: 'bare',
    arn,
    logicalId: 'bare',
    assetFolder,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 29,
    memoryMb: 512,
  };
}

/** How many writes a request with these agents makes until its workflow is started, and with that: a copy of the functions asks through meters. */
export async function writesOf({ stack, token }: ScriptedFleet, body: string): Promise<number> {
  const { template, environment } = stack;
  let writes = 0;
  let isStarted = false;
  const count = ({ operation }: { readonly operation: string }) => {
    if (!isStarted && /^(PutItem|UpdateItem|DeleteItem|StartExecution)$/.test(operation)) writes += 1;
    if (operation === 'StartExecution') isStarted = true;
  };
  const names = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_SFN'];
  const servers = names.map((name) => metered(environment[name] ?? '', count));
  const urls = await Promise.all(servers.map((server) => listen(server)));
  const replaced = Object.fromEntries(names.map((name, index) => [name, urls[index] ?? '']));
  const host = new LambdaHost({
    functions: template.functions,
    region: template.region,
    environment: { ...environment, ...replaced },
  });
  const server = gateway({
    routes: template.routes,
    accountId: template.accountId,
    invoke: (arn, event) => host.invoke(arn, event),
  });
  const url = await listen(server);
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1/agents/batch-upgrade`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(await response.text());
    return writes;
  } finally {
    await host.stop();
    await Promise.all([server, ...servers].map(close));
  }
}
