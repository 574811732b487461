import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { FunctionBundles } from '../../lib/function-bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-bundles-'));
const outputs = mkdtempSync(join(tmpdir(), 'fleet-upgrade-assets-'));
afterAll(() => {
  for (const made of [folder, outputs]) rmSync(made, { recursive: true });
});

const sources: Record<string, string> = {
  'one.ts': "import { seven } from 'old-style'; export const handler = async (): Promise<string> => 'one ' + seven;",
  'two.ts': 'class ConcurrentWrite extends Error {} export const handler = async () => ConcurrentWrite.name;',
  'four.ts':
    "import { readFileSync } from 'node:fs'; export const handler = async () => readFileSync(import.meta.dirname + '/note.txt', 'utf8');",
  'node_modules/old-style/index.js': "const { join } = require('node:path'); exports.seven = join('7');",
};
for (const [path, source] of Object.entries(sources)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), source);
}

/** Folders of the deployed code of functions, by name. */
function assetsOf(names: readonly string[], beside: Record<string, string> = {}, cache?: string): Map<string, string> {
  const app = new App({ outdir: mkdtempSync(join(outputs, 'out-')), builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'stack');
  const bundles = new FunctionBundles(folder, names, cache);
  for (const name of names)
    new Lambda(stack, name, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: bundles.code(name, beside),
    });
  const assembly = app.synth();
  const functionSchema = z.object({ Properties: z.object({ Code: z.object({ S3Key: z.string() }) }) });
  const resources = z.record(z.string(), z.unknown()).parse(assembly.getStackByName('stack').template.Resources);
  return new Map(
    names.map((name) => {
      const [, resource] =
        Object.entries(resources).find(([id, each]) => id.startsWith(name) && functionSchema.safeParse(each).success) ??
        [];
      const key = functionSchema.parse(resource).Properties.Code.S3Key;
      return [name, join(assembly.directory, `asset.${key.replace('.zip', '')}`)];
    }),
  );
}

/** What a bundle's handler answers in a Node of its own, as in Lambda. */
function run(asset = ''): string {
  const url = pathToFileURL(join(asset, 'index.mjs')).href;
  const script = `import { handler } from ${JSON.stringify(url)}; process.stdout.write(await handler());`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

const assets = assetsOf(['one', 'two']);

test.each([
  ['one', 'one 7', 'its own code, and dependencies in the old module format'],
  ['two', 'ConcurrentWrite', 'its own code, with the names that error messages need'],
])('the function %s answers "%s": it ships %s', (name, answer) => {
  expect(run(assets.get(name))).toBe(answer);
});

test('a bundle is one file', () => {
  expect(readdirSync(assets.get('one') ?? '')).toEqual(['index.mjs']);
});

test('a function finds what is put beside its code, and is deployed anew with another content of it', () => {
  const [first = '', second = ''] = ['seven', 'eight'].map((text) =>
    assetsOf(['four'], { 'note.txt': text }).get('four'),
  );
  expect([run(first), run(second)]).toEqual(['seven', 'eight']);
  expect(basename(first)).not.toBe(basename(second));
});

test('the same code gets the same key, so that nothing is deployed where nothing changed', () => {
  const keys = (found: Map<string, string>) => [...found.values()].map((asset) => asset.replace(/^.*asset\./, ''));
  expect(keys(assetsOf(['one', 'two']))).toEqual(keys(assets));
  expect(new Set(keys(assets)).size).toBe(2);
});

test('a function without a file stops the synthesis', () => {
  expect(() => assetsOf(['three'])).toThrow(/three\.ts/);
});

describe('a cache', () => {
  const cache = join(outputs, 'cache');
  const five = (text: string) =>
    writeFileSync(join(folder, 'five.ts'), `export const handler = async () => '${text}';`);
  const kept = () => readdirSync(cache).map((key) => join(cache, key, 'five'));
  const answer = () => run(assetsOf(['five'], {}, cache).get('five'));

  test('gives what it was left, as long as no source differs, and keeps nothing older', () => {
    five('first');
    expect(answer()).toBe('first');
    const [bundle = ''] = kept();
    writeFileSync(bundle, "export const handler = async () => 'kept';");
    expect(answer()).toBe('kept');
    five('second');
    expect(answer()).toBe('second');
    expect(kept()).toHaveLength(1);
  });

  test('is of no use to a deployment', () => {
    five('third');
    answer();
    const [bundle = ''] = kept();
    writeFileSync(bundle, "export const handler = async () => 'kept';");
    expect(run(assetsOf(['five']).get('five'))).toBe('third');
  });
});
