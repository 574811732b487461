import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { DynamoJobs } from './adapters/dynamo-jobs.ts';
import { DynamoTable } from './adapters/dynamo-table.ts';
import { EmfMetrics } from './adapters/emf-metrics.ts';
import { SfnWorkflow } from './adapters/sfn-workflow.ts';
import { reconcileJobs } from './domain/use-cases/reconcile-jobs.ts';
import { environment } from './environment.ts';
import { task } from './task.ts';

const env = environment(['ENVIRONMENT_NAME', 'TABLE_NAME', 'STATE_MACHINE_ARN']);
const ports = {
  jobs: new DynamoJobs(new DynamoTable(env.TABLE_NAME)),
  workflow: new SfnWorkflow(new SFNClient(), env.STATE_MACHINE_ARN),
  metrics: new EmfMetrics(env.ENVIRONMENT_NAME),
};

/** By schedule, and when an execution of the workflow fails, times out or is aborted: what the event says is not needed. */
export const handler = task(z.unknown(), async () => ({ takenUp: await reconcileJobs(ports, new Date()) }));
