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
  return new FleetUpgradeStack(app, environmentSettings('dev')) && app.synth().getStackByName('fleet-upgrade-dev');
}

const whole = deployed('whole', {});
const parts = deployed('parts', { 'fleet-upgrade:left-out': 'AWS::CloudWatch::Alarm.Metrics,AWS::SSM::Document' });

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const isDocument = ({ Type }: Resource) => Type === 'AWS::SSM::Document';
const isAlarmWithMetrics = ({ Type, Properties }: Resource) =>
  Type === 'AWS::CloudWatch::Alarm' && Properties['Metrics'] !== undefined;

test.each([
  ['documents', isDocument],
  ['alarms with metrics', isAlarmWithMetrics],
])('%s, which an emulator does not know, are left out on demand, and nothing else is', (_, isLeftOut) => {
  const resources = Object.entries<Resource>(whole.template.Resources);
  const left = resources.filter(([, resource]) => isLeftOut(resource)).map(([id]) => id);
  expect(left.length).toBeGreaterThan(0);
  const kept = resources.filter(([, resource]) => !isDocument(resource) && !isAlarmWithMetrics(resource));
  expect(Object.keys(parts.template.Resources).toSorted()).toEqual(kept.map(([id]) => id).toSorted());
  for (const id of left) expect(JSON.stringify(parts.template)).not.toContain(`"${id}"`);
});

test('functions know the documents by the same names', () => {
  const documents = Object.values<Resource>(whole.template.Resources).filter(isDocument);
  for (const { Properties } of documents) expect(JSON.stringify(parts.template)).toContain(Properties['Name']);
});

test('that is warned of, since AWS knows all there is', () => {
  const data = expect.stringContaining('for an emulator, not for AWS');
  expect(parts.messages).toContainEqual(
    expect.objectContaining({ level: 'warning', entry: expect.objectContaining({ data }) }),
  );
  expect(whole.messages).toEqual([]);
});
