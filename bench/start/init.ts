import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** What Lambda sets beside the function's own variables. */
const LAMBDA = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  LOG_LEVEL: 'SILENT',
};

/** Milliseconds in which a new Node loads the module and runs what is outside its handler, as Lambda does before the first call. */
export async function initMs(file: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const script = `const began = performance.now();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    console.log(performance.now() - began);`;
  const env = { ...LAMBDA, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  return Number(stdout);
}
