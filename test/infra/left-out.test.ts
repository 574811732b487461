import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { environmentSettings } from '../../lib/environments.ts';
import { FleetUpgradeStack } from '../../lib/fleet-upgrade-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'left-out-'));
afterAll(() => rmSync(folder, { recursive: true }));

function deployed(outdir: string, context: object) {
  const app = new App({ outdir: join(folder, outdir), context: { 'aws:cdk:bundling-stacks': [], ...context } });
  const settings = environmentSettings('dev', { issuer: 'https://login.example.com', audience: ['fleet-upgrade'] });
  return new FleetUpgradeStack(app, settings) && app.synth().getStackByName('fleet-upgrade-dev');
}

const whole = deployed('whole', {});
const parts = deployed('parts', { 'fleet-upgrade:left-out': 'AWS::CloudWatch::CompositeAlarm,AWS::SSM::Document' });

test('what an emulator does not know is left out on demand, and functions know it by the same names', () => {
  const resources = new Map(Object.entries<{ Type: string }>(whole.template.Resources));
  const documents = [...resources].filter(([, { Type }]) => Type === 'AWS::SSM::Document').map(([id]) => id);
  expect(documents.length).toBeGreaterThan(0);
  const kept = [...resources.keys()].filter((id) => !documents.includes(id));
  expect(Object.keys(parts.template.Resources)).toEqual(expect.arrayContaining(kept));

  const left = JSON.stringify(parts.template);
  for (const id of documents) {
    expect(left).not.toContain(`"${id}"`);
    expect(left).toContain(whole.template.Resources[id].Properties.Name);
  }
});

test('that is warned of, since AWS knows all there is', () => {
  const data = expect.stringContaining('for an emulator, not for AWS');
  expect(parts.messages).toContainEqual(
    expect.objectContaining({ level: 'warning', entry: expect.objectContaining({ data }) }),
  );
  expect(whole.messages).toEqual([]);
});
