import { CheckedApp } from '../lib/checked-app.ts';
import { FleetUpgradeStack } from '../lib/fleet-upgrade-stack.ts';
import { UnusableSettings } from '../lib/settings.ts';
import { settingsFromContext } from '../lib/settings-from-context.ts';

const app = new CheckedApp();
try {
  const settings = settingsFromContext((key) => app.node.tryGetContext(key));
  new FleetUpgradeStack(app, settings);
} catch (error) {
  if (!(error instanceof UnusableSettings)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
