import { SFNClient } from '@aws-sdk/client-sfn';
import { SfnWaker } from '../../functions/adapters/sfn-waker.ts';
import { SfnWorkflow } from '../../functions/adapters/sfn-workflow.ts';
import { close, listen } from '../../local/aws-json.ts';
import { systemClock } from '../../local/clock.ts';
import { stepFunctionsServer } from '../../local/step-functions/endpoint.ts';
import { StepFunctions } from '../../local/step-functions/executions.ts';
import { workflowContract } from './workflow.ts';

const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:fleet-upgrade-test';

const definition = {
  StartAt: 'Wait until woken',
  States: {
    'Wait until woken': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: {
        FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:wait',
        Payload: { 'jobId.$': '$.jobId', 'name.$': '$$.Execution.Name', 'token.$': '$$.Task.Token' },
      },
      TimeoutSeconds: 60,
      End: true,
    },
  },
};

workflowContract('Step Functions over the wire', async () => {
  const tokens = new Map<string, PromiseWithResolvers<string>>();
  const tokenOf = (name: string) => {
    const token = tokens.get(name) ?? Promise.withResolvers<string>();
    tokens.set(name, token);
    return token;
  };
  const invoke = async (_functionArn: string, payload: unknown) => {
    const { name, token } = payload as { name: string; token: string };
    tokenOf(name).resolve(token);
    return {};
  };
  const service = new StepFunctions({
    clock: systemClock,
    stateMachines: [{ arn, name: 'fleet-upgrade-test', definition }],
    invoke,
  });
  const server = stepFunctionsServer(service);
  const client = new SFNClient({
    endpoint: await listen(server),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const executionArn = (name: string) => `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const names = new Set<string>();
  const workflow = new SfnWorkflow(client, arn);
  return {
    workflow: {
      start: (jobId, name) => {
        names.add(name);
        return workflow.start(jobId, name);
      },
      status: (name) => workflow.status(name),
    },
    waker: new SfnWaker(client),
    token: (name) => tokenOf(name).promise,
    abort: async (name) => void service.stopExecution(executionArn(name)),
    stop: async () => {
      for (const name of names) service.stopExecution(executionArn(name));
      client.destroy();
      await close(server);
    },
  };
});
