import { App, Validations } from 'aws-cdk-lib';
import { FleetUpgradeStack } from '../lib/fleet-upgrade-stack.ts';
import { SecurityChecks } from '../lib/security-checks.ts';
import { settingsFromContext } from '../lib/settings-from-context.ts';

const app = new App({ analyticsReporting: false });
Validations.of(app).addPlugins(new SecurityChecks());
new FleetUpgradeStack(
  app,
  settingsFromContext((key) => app.node.tryGetContext(key)),
);
