import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Target } from './target.ts';

/** Where an AWS SDK finds the deployment's own service. */
function aws({ env }: Target, service: string) {
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return { endpoint: env[`AWS_ENDPOINT_URL_${service}`] ?? '', region: env['AWS_REGION'] ?? '', credentials };
}

/** How many executions and items there are, asked of Step Functions and DynamoDB themselves; of a young deployment, which has one page of either. */
export async function traces(target: Target) {
  const [sfn, dynamo] = [new SFNClient(aws(target, 'SFN')), new DynamoDBClient(aws(target, 'DYNAMODB'))];
  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  const { executions } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: stateMachines?.[0]?.stateMachineArn }),
  );
  const { TableNames } = await dynamo.send(new ListTablesCommand({}));
  const { Count } = await dynamo.send(new ScanCommand({ TableName: TableNames?.[0], Select: 'COUNT' }));
  sfn.destroy();
  dynamo.destroy();
  return { executions: executions?.length, items: Count };
}

/** Asks Step Functions until the job waits and has decided at least so often what happens next; answers how often it has. */
export async function decisionsOnceWaiting(target: Target, id: string, least: number): Promise<number> {
  const sfn = new SFNClient(aws(target, 'SFN'));
  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  const executionArn = `${stateMachines?.[0]?.stateMachineArn?.replace(':stateMachine:', ':execution:')}:${id}`;
  for (;;) {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    const states = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    const decisions = states.filter((name) => name === 'Decide what happens next').length;
    // Submitted: the function that stores the token has answered.
    if (decisions >= least && events.at(-1)?.type === 'TaskSubmitted') return decisions;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
