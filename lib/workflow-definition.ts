import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  Errors,
  Fail,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  Succeed,
  type TaskStateBase,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { FleetFunctions } from './fleet-functions.ts';
import type { Settings } from './settings.ts';
import { upgradeDistributed, upgradeInline } from './upgrade-batches.ts';
import { call, RETRY_BRIEFLY, RETRY_FOR_A_DAY, RETRY_UNTIL_READABLE, waitForToken } from './workflow-tasks.ts';

const JOB = { jobId: '$.jobId' };

/** One job from its plan to its end. Whatever goes wrong leads to "Fail the job". */
export function workflowDefinition(scope: Construct, functions: FleetFunctions, settings: Settings): IChainable {
  const ask = (stateName: string, functionName: string, result: string) =>
    call(scope, stateName, { calls: functions.get(functionName), input: JOB, result });

  const plan = ask('Plan the rollout', 'plan-rollout', '$.plan');
  const isPlanned = new Choice(scope, 'Is the plan complete?');
  const decide = call(
    scope,
    'Decide what happens next',
    { calls: functions.get('decide-next'), input: JOB, result: '$.decision' },
    RETRY_UNTIL_READABLE,
    RETRY_BRIEFLY,
  );
  const decided = new Choice(scope, 'What was decided?');
  const inline = upgradeInline(scope, functions, settings);
  const distributed = upgradeDistributed(scope, functions, settings);
  const wait = waitForToken(scope, 'Wait until woken', {
    calls: functions.get('wait-until-woken'),
    input: JOB,
    result: '$.woken',
    timeout: Timeout.at('$.decision.waitSeconds'),
  });
  const finish = ask('Finish the job', 'finish-job', JsonPath.DISCARD);
  const finished = new Succeed(scope, 'The job is finished');
  const fail = failTheJob(scope, functions, settings);
  const refuse = refuseUnknownAnswer(scope).next(fail);

  wait.addCatch(decide, { errors: [Errors.TIMEOUT], resultPath: '$.woken' });
  for (const state of [plan, decide, inline, distributed, wait, finish])
    state.addCatch(fail, { errors: [Errors.ALL], resultPath: '$.error' });

  plan.next(isPlanned);
  isPlanned
    .when(Condition.stringEquals('$.plan.next', 'plan'), plan)
    .when(Condition.stringEquals('$.plan.next', 'decide'), decide)
    .otherwise(refuse);
  decide.next(decided);
  decided
    .when(Condition.stringEquals('$.decision.next', 'plan'), plan)
    .when(Condition.stringEquals('$.decision.next', 'upgradeInline'), inline.next(decide))
    .when(Condition.stringEquals('$.decision.next', 'upgradeDistributed'), distributed.next(decide))
    .when(Condition.stringEquals('$.decision.next', 'wait'), wait.next(decide))
    .when(Condition.stringEquals('$.decision.next', 'finish'), finish.next(finished))
    .otherwise(refuse);
  return plan;
}

/** Closes the gate, and asks again until everything that was sent is settled: no job is left running. */
function failTheJob(scope: Construct, functions: FleetFunctions, settings: Settings): TaskStateBase {
  const fail = call(
    scope,
    'Fail the job',
    { calls: functions.get('fail-job'), input: { ...JOB, error: '$.error' }, result: '$.failing' },
    RETRY_FOR_A_DAY,
  );
  const isOver = new Choice(scope, 'Is every sent batch settled?');
  const failed = new Fail(scope, 'The job has failed', { error: 'JobFailed', cause: "The job's record says why." });
  const wait = new Wait(scope, 'Wait for the last batches', {
    time: WaitTime.duration(Duration.seconds(settings.pace.firstPollSeconds)),
  });

  fail.next(isOver);
  isOver
    .when(Condition.stringEquals('$.failing.next', 'done'), failed)
    .when(Condition.stringEquals('$.failing.next', 'poll'), wait.next(fail))
    .otherwise(failed);
  return fail;
}

/** An answer that no choice knows is a defect. It takes the form of an error that was caught, since the job stores either. */
function refuseUnknownAnswer(scope: Construct): Pass {
  return new Pass(scope, 'Refuse an unknown answer', {
    result: Result.fromObject({
      Error: 'UnknownAnswer',
      Cause: 'A function answered what this workflow does not know.',
    }),
    resultPath: '$.error',
  });
}
