import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { FleetFunctions } from '../fleet-functions.ts';
import type { FleetTable } from '../fleet-table.ts';
import type { Settings } from '../settings.ts';

/** What is looked at. */
export interface Watched {
  readonly settings: Settings;
  readonly functions: FleetFunctions;
  readonly table: FleetTable;
  readonly apiId: string;
  readonly machineArn: string;
  readonly deadLetters: IQueue;
}

/**
 * What the state machine calls. It tries each again, so that an error alone says little. Functions that events or schedules call are not
 * among them: what they fail at ends as dead letter.
 */
export const WORKFLOW_FUNCTIONS = [
  'plan-rollout',
  'decide-next',
  'wait-until-woken',
  'upgrade-agents',
  'settle-batch',
  'finish-job',
  'fail-job',
] as const;

/** They read, and never wait for a job to end as others do where a caller asks for it: how long they take is how fast the API is. */
export const READING_FUNCTIONS = ['list-jobs', 'list-agents', 'list-job-agents'] as const;
