import { CheckedApp } from '../lib/checked-app.ts';
import { FleetUpgradeStack } from '../lib/fleet-upgrade-stack.ts';
import { settingsFromContext } from '../lib/settings-from-context.ts';

const app = new CheckedApp();
new FleetUpgradeStack(
  app,
  settingsFromContext((key) => app.node.tryGetContext(key)),
);
