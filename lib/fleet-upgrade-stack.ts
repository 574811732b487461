import { join } from 'node:path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AuditTrail } from './audit-trail.ts';
import { CommandEvents } from './command-events.ts';
import { DeadLetters } from './dead-letters.ts';
import { Discovery } from './discovery.ts';
import { FleetFunctions } from './fleet-functions.ts';
import { FleetTable } from './fleet-table.ts';
import { UpgradeApi } from './http-api.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { RecipeDocuments } from './recipe-documents.ts';
import { Reconciliation } from './reconciliation.ts';
import type { Settings } from './settings.ts';
import { signInOf } from './sign-in.ts';
import { UpgradeWorkflow } from './upgrade-workflow.ts';
import { WebSite } from './web-site.ts';
import { WorkflowAccess } from './workflow-access.ts';

/** Where `npm run build:console` leaves the console. */
const CONSOLE_BUILD = join(import.meta.dirname, '../.cache/console');

/** One environment of Fleet Upgrade. */
export class FleetUpgradeStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    const { name, account, region, deletionProtection } = settings;
    super(scope, `fleet-upgrade-${name}`, {
      description: `Fleet Upgrade, environment ${name}`,
      env: { ...(account && { account }), ...(region && { region }) },
      terminationProtection: deletionProtection,
    });
    const table = new FleetTable(this, 'Table', settings);
    const documents = new RecipeDocuments(this, 'Documents', settings);
    const workflow = new WorkflowAccess(this, settings);
    const functions = new FleetFunctions(this, 'Functions', { settings, table, documents, workflow });
    const signIn = signInOf(this, settings);
    const api = new UpgradeApi(this, 'HttpApi', { settings, functions, signIn });
    const { machineArn } = new UpgradeWorkflow(this, 'Workflow', { settings, functions, workflow });
    const deadLetters = new DeadLetters(this, 'DeadLetters');
    new CommandEvents(this, 'CommandEvents', { functions, documents, deadLetters });
    new Reconciliation(this, 'Reconciliation', { functions, machineArn, deadLetters });
    new Discovery(this, 'Discovery', { settings, functions, deadLetters });
    if (settings.auditRetentionDays > 0)
      new AuditTrail(this, 'AuditTrail', { settings, functions, table, deadLetters });
    new Monitoring(this, 'Monitoring', { settings, functions, table, apiId: api.id, machineArn, deadLetters });

    const { site } = settings;
    if (site)
      new WebSite(this, 'Site', { environment: name, site, signIn, apiUrl: api.url, consoleFolder: CONSOLE_BUILD });
    if (settings.permissionsBoundary) bound(this, settings.permissionsBoundary);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'StateMachineArn', { value: machineArn });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'DeadLettersUrl', { value: deadLetters.queueUrl });
  }
}

/** What any role of the stack may do at most, whatever its own policies say. */
function bound(stack: Stack, policy: string): void {
  const managed = policy.startsWith('arn:')
    ? ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', policy)
    : ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', policy);
  PermissionsBoundary.of(stack).apply(managed);
}
