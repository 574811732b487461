import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Scaled, type Shape, scaledSchema } from './scaled.ts';

/** Measures a job in a process of its own: what the one before it left in memory is none of its. Throws where that fails. */
export async function scaledApart(shape: Shape): Promise<Scaled> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, program, JSON.stringify(shape)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The job of ${shape.agents} agents could not be measured.`)),
    );
  });
  return scaledSchema.parse(JSON.parse(written));
}
