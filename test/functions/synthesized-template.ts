import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate, type Template } from '../../local/template.ts';

/**
 * The template that `dev` deploys. Loading the CDK takes longer than most files' tests: the first file of a run that asks does it, and
 * the others read what it left in the run's folder (jest.config.js).
 */
export async function synthesizedTemplate(): Promise<Template> {
  const folder = process.env['TEST_RUN_FOLDER'];
  if (folder === undefined) throw new Error('Run the tests with jest.config.js, which makes TEST_RUN_FOLDER.');
  const assembly = join(folder, 'dev');
  if (!existsSync(assembly)) await synthesizeInto(folder, assembly);
  return readTemplate(assembly);
}

async function synthesizeInto(folder: string, assembly: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const outdir = mkdtempSync(join(folder, 'new-'));
  await synthesizeDev(outdir);
  try {
    renameSync(outdir, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    // Another file was first, with the same template.
    rmSync(outdir, { recursive: true });
  }
}

/** The assembly of `dev`, without bundles; loads the CDK. */
export async function synthesizeDev(outdir: string): Promise<void> {
  const { environmentSettings } = await import('../../lib/environments.ts');
  const { synthesize } = await import('../../lib/synthesize.ts');
  // The embedded stack knows no user pools: there, somebody else issues tokens.
  const settings = environmentSettings('dev', { issuer: 'https://login.example.com', audience: ['fleet-upgrade'] });
  synthesize({ settings, outdir, bundle: false });
}
