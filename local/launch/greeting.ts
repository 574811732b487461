import type { Launched } from '../launch.ts';
import { installed } from './demo-kind.ts';
import { namesByKind } from './demo-kinds.ts';

/** What `npm start` prints when all is up: where it is, and commands to paste, the documented one first. */
export function greeting(
  { stack, tokens, fleet }: Launched,
  leftOut: readonly string[],
  logFile: string,
  data?: string,
): string {
  const { baseUrl, environment, template } = stack;
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${value}`);
  const machineArn = template.stateMachines[0]?.arn ?? '';
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:$JOB`;
  const key = `'{"pk":{"S":"JOB#'$JOB'"},"sk":{"S":"JOB"}}'`;
  return `
Fleet Upgrade runs on this machine: ${baseUrl}
The console, to look at the fleet and to upgrade it: ${baseUrl}/
The API, to read and to try out: ${baseUrl}/docs/
${fleet.length} agents run${data === undefined ? ` version ${installed.version}` : ''}:
${[...namesByKind(fleet), ...leftOut].map((line) => `  ${line}`).join('\n')}
Published for each type are 1.5.0; 1.5.1, which is slow to become healthy; 1.6.0, which never does; and 1.7.0, which falls ill after 5 s.
What the functions log is in ${logFile}. Ctrl-C ends everything${data === undefined ? ' and removes all of it' : `; started with --data ${data} again, it goes on`}.

Upgrade two agents, and see how it went:

export TOKEN=${tokens.operator}
curl -X POST '${baseUrl}/api/v1/agents/batch-upgrade' -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"agentUuids":"item1,item2","targetVersion":"1.5.0"}'
curl -H "Authorization: Bearer $TOKEN" ${baseUrl}/api/v1/agents

The same on the command line, which finds this stack and a token by itself:

npm run --silent fleet -- upgrade --agents item3,item4 --to 1.5.0 --wait

Look behind it with the AWS CLI. These settings are for this shell only; with them, no command reaches real AWS:

${exports.join('\n')}
export JOB=$(aws stepfunctions list-executions --state-machine-arn ${machineArn} --query 'executions[0].name' --output text)
aws stepfunctions describe-execution --execution-arn ${executionArn}
aws ssm list-command-invocations --details
aws dynamodb get-item --table-name ${template.tables[0]?.name ?? ''} --key ${key}
`;
}
