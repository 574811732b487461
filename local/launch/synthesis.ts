import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AgentType } from '../../functions/domain/agent-type.ts';
import type { Settings } from '../../lib/settings.ts';

export interface SynthesisRequest {
  readonly issuer: string;
  readonly audience: string;
  readonly agentTypes: readonly AgentType[];
  /** Where callers' own artifacts may come from. */
  readonly artifactSources?: readonly string[];
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins?: readonly string[];
  /** How patient the workflow is; as the environment `local` is unless given. */
  readonly pace?: Settings['pace'] | undefined;
  /** Folder for the cloud assembly. */
  readonly outdir: string;
}

/**
 * Synthesizes the environment `local` in a process of its own, which takes 4 s: CDK would hold up this process meanwhile
 * and keep some 100 MB of it. Throws with what that process wrote where it fails.
 */
export async function synthesizeApart(request: SynthesisRequest): Promise<void> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./synthesis-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, program, JSON.stringify(request)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let written = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The stack could not be synthesized (exit code ${code}):\n${written}`)),
    );
  });
}
