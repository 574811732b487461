import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/** What the functions do; nothing scans, and nothing writes in batches or transactions. */
/** `Query` reads the table's own keys, `QueryIndex` the index. */
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'QueryIndex' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

export const INDEX = 'index1';
const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table, and its one index for all that is looked up by something else than its key. */
export class FleetTable extends Table {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      tableName: `fleet-upgrade-${settings.name}`,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: settings.pointInTimeRecovery },
      timeToLiveAttribute: 'expiresAt',
      // Only audit records are made from it: nothing that is right or wrong hangs on it.
      ...(settings.auditRetentionDays > 0 && { stream: StreamViewType.NEW_IMAGE }),
      deletionProtection: settings.deletionProtection,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.addGlobalSecondaryIndex({
      indexName: INDEX,
      partitionKey: text('index1pk'),
      sortKey: text('index1sk'),
      projectionType: ProjectionType.ALL,
    });
  }

  /** @throws Error where the settings ask for no audit records, so that there is no stream */
  get streamArn(): string {
    if (this.tableStreamArn === undefined) throw new Error('The table has no stream: set auditRetentionDays.');
    return this.tableStreamArn;
  }

  /** Lets a function do exactly these actions on the table; Query reaches the index too, which allows nothing else we use. */
  allow(grantee: IFunction, actions: readonly TableAction[]): void {
    const own = actions.filter((action) => action !== 'QueryIndex');
    if (own.length > 0) this.#allow(grantee, own, this.tableArn);
    if (own.length < actions.length) this.#allow(grantee, ['Query'], `${this.tableArn}/index/${INDEX}`);
  }

  #allow(grantee: IFunction, actions: readonly string[], resource: string): void {
    const named = actions.map((action) => `dynamodb:${action}`);
    grantee.addToRolePolicy(new PolicyStatement({ actions: named, resources: [resource] }));
  }
}
