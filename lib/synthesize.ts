import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { BUNDLE_CACHE } from './fleet-functions.ts';
import { FleetUpgradeStack } from './fleet-upgrade-stack.ts';
import type { Settings } from './settings.ts';

interface Synthesis {
  readonly settings: Settings;
  /** Folder for the cloud assembly: template, manifest and, where bundled, the functions' code. */
  readonly outdir: string;
  /** Whether to bundle the functions; without it their assets are the folder of the sources. */
  readonly bundle: boolean;
  /** A folder in which bundles of the same sources may be from before. */
  readonly bundleCache?: string;
}

/** Synthesizes one environment without the CDK CLI, the network or AWS credentials; throws where it cannot. */
export function synthesize({ settings, outdir, bundle, bundleCache }: Synthesis): CloudAssembly {
  const app = new App({
    outdir,
    analyticsReporting: false,
    // `npm run synth` validates and fails on errors; here it would take two thirds of the time, 1.2 of 1.6 s.
    builtinCloudFormationValidation: false,
    context: bundle ? { [BUNDLE_CACHE]: bundleCache } : { 'aws:cdk:bundling-stacks': [] },
  });
  new FleetUpgradeStack(app, settings);
  return app.synth();
}
