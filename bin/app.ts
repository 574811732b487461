import { App } from 'aws-cdk-lib';
import { settingsFromContext } from '../lib/environments.ts';
import { FleetUpgradeStack } from '../lib/fleet-upgrade-stack.ts';

const app = new App({ analyticsReporting: false });
new FleetUpgradeStack(
  app,
  settingsFromContext((key) => app.node.tryGetContext(key)),
);
