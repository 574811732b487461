import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  DistributedMap,
  Errors,
  type IChainable,
  Map as InlineMap,
  JsonPath,
  Pass,
  Succeed,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { FleetFunctions } from './fleet-functions.ts';
import type { Settings } from './settings.ts';
import { call, RETRY_WHILE_UNDER_WAY, waitForToken } from './workflow-tasks.ts';

/** What both maps do alike: run each queue of batches of the decision, as many at once as it says, and keep no results. */
const OVER_THE_QUEUES = {
  itemsPath: '$.decision.queues',
  itemSelector: {
    jobId: JsonPath.stringAt('$.jobId'),
    settle: { queue: JsonPath.listAt('$$.Map.Item.Value'), polls: 0 },
  },
  maxConcurrencyPath: '$.decision.maxConcurrency',
  resultPath: JsonPath.DISCARD,
};

/** For up to 40 batches: no start-up time, and their events fit into the 25,000 of one execution. */
export function upgradeInline(scope: Construct, functions: FleetFunctions, settings: Settings): InlineMap {
  const map = new InlineMap(scope, 'Upgrade the batches', OVER_THE_QUEUES);
  return map.itemProcessor(oneQueue(scope, '', functions, settings));
}

/** For more: every queue is an execution of its own. One that fails is left to the next pass and stops no other. */
export function upgradeDistributed(scope: Construct, functions: FleetFunctions, settings: Settings): DistributedMap {
  const map = new DistributedMap(scope, 'Upgrade many batches', {
    ...OVER_THE_QUEUES,
    toleratedFailurePercentage: 100,
  });
  map.itemProcessor(oneQueue(scope, ' (child)', functions, settings));
  return map;
}

/** Sends the first batch of a queue and follows it until it is settled, then the next. Names of states are unique in a machine, hence the suffix. */
function oneQueue(scope: Construct, suffix: string, functions: FleetFunctions, settings: Settings): IChainable {
  const name = (sentence: string) => `${sentence}${suffix}`;
  const queue = { jobId: '$.jobId', queue: '$.settle.queue' };
  const says = (answer: string) => Condition.stringEquals('$.settle.next', answer);
  const asLongAsItSays = { time: WaitTime.secondsPath('$.settle.waitSeconds') };

  const upgrade = waitForToken(scope, name('Upgrade the agents'), {
    calls: functions.get('upgrade-agents'),
    input: queue,
    result: '$.wake',
    timeout: Timeout.duration(Duration.seconds(settings.pace.wakeSeconds)),
  });
  const settle = call(
    scope,
    name('Settle the batch'),
    { calls: functions.get('settle-batch'), input: { ...queue, polls: '$.settle.polls' }, result: '$.settle' },
    RETRY_WHILE_UNDER_WAY,
  );
  const isSettled = new Choice(scope, name('Is the batch settled?'));
  const waitBeforeAsking = new Wait(scope, name('Wait before asking again'), asLongAsItSays);
  const waitBeforeSending = new Wait(scope, name('Wait before sending again'), asLongAsItSays);
  const settled = new Succeed(scope, name('The batch is settled'), { outputPath: JsonPath.DISCARD });
  const leave = new Pass(scope, name('Leave the batch to the next pass'), { outputPath: JsonPath.DISCARD });

  // Woken, timed out or failed: settling asks what really happened. One path for all three, since two would both persist
  // over a retry and nothing could tell the latest.
  upgrade.addCatch(settle, { errors: [Errors.ALL], resultPath: '$.wake' });
  settle.addCatch(leave, { errors: [Errors.ALL], resultPath: '$.settle' });

  upgrade.next(settle);
  settle.next(isSettled);
  isSettled
    .when(says('done'), settled)
    .when(says('poll'), waitBeforeAsking.next(settle))
    .when(says('send'), waitBeforeSending.next(upgrade))
    .otherwise(leave);
  return upgrade;
}
