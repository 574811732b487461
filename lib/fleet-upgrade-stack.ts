import { join } from 'node:path';
import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CommandEvents } from './command-events.ts';
import { DeadLetters } from './dead-letters.ts';
import { Discovery } from './discovery.ts';
import { PLACEHOLDER_ISSUER } from './environments.ts';
import { FleetFunctions } from './fleet-functions.ts';
import { FleetTable } from './fleet-table.ts';
import { UpgradeApi } from './http-api.ts';
import { RecipeDocuments } from './recipe-documents.ts';
import { Reconciliation } from './reconciliation.ts';
import type { Settings } from './settings.ts';
import { UpgradeWorkflow } from './upgrade-workflow.ts';
import { WebSite } from './web-site.ts';
import { WorkflowAccess } from './workflow-access.ts';

/** Where `npm run build:console` leaves the console. */
const CONSOLE_BUILD = join(import.meta.dirname, '../.cache/console');

/** One environment of Fleet Upgrade. */
export class FleetUpgradeStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    const { name, account, region, keepData } = settings;
    super(scope, `fleet-upgrade-${name}`, {
      description: `Fleet Upgrade, environment ${name}`,
      env: { ...(account && { account }), ...(region && { region }) },
      terminationProtection: keepData,
    });
    const table = new FleetTable(this, 'Table', settings);
    const documents = new RecipeDocuments(this, 'Documents', settings);
    const workflow = new WorkflowAccess(this, settings);
    const functions = new FleetFunctions(this, 'Functions', { settings, table, documents, workflow });
    const api = new UpgradeApi(this, 'HttpApi', settings, functions);
    const { machineArn } = new UpgradeWorkflow(this, 'Workflow', { settings, functions, workflow });
    const deadLetters = new DeadLetters(this, 'DeadLetters');
    new CommandEvents(this, 'CommandEvents', { functions, documents, deadLetters });
    new Reconciliation(this, 'Reconciliation', { functions, machineArn, deadLetters });
    new Discovery(this, 'Discovery', { settings, functions, deadLetters });

    const { site } = settings;
    if (site)
      new WebSite(this, 'Site', { settings: { ...settings, site }, apiUrl: api.url, consoleFolder: CONSOLE_BUILD });

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'StateMachineArn', { value: machineArn });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    if (settings.issuer === PLACEHOLDER_ISSUER)
      Annotations.of(this).addWarningV2(
        'fleet-upgrade:issuer',
        'The issuer is a placeholder: this cannot be deployed. Write -c issuer=https://… -c audience=…',
      );
  }
}
