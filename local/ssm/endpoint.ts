import type { Server } from 'node:http';
import { awsJsonServer, type Operations } from '../aws-json.ts';
import { commandAnswer } from './answers.ts';
import { Faults } from './faults.ts';
import type { SsmHost } from './host.ts';
import { getInventory, listInventoryEntries, listTagsForResource } from './inventory.ts';
import {
  describeDocument,
  describeInstanceInformation,
  getCommandInvocation,
  getDocument,
  listCommandInvocations,
  listCommands,
} from './queries.ts';

/** The SSM endpoint over a host: AWS SDKs and the AWS CLI talk to it by AWS_ENDPOINT_URL_SSM. */
export function ssmServer(host: SsmHost, faults = new Faults()): Server {
  const operations: Record<string, (input: unknown) => unknown> = {
    SendCommand: (input) => ({ Command: commandAnswer(host.sendCommand(input)) }),
    CancelCommand: (input) => host.cancelCommand(input),
    ListCommands: (input) => listCommands(host, input),
    ListCommandInvocations: (input) => listCommandInvocations(host, input),
    GetCommandInvocation: (input) => getCommandInvocation(host, input),
    DescribeInstanceInformation: (input) => describeInstanceInformation(host, input),
    GetInventory: (input) => getInventory(host, input),
    ListInventoryEntries: (input) => listInventoryEntries(host, input),
    ListTagsForResource: (input) => listTagsForResource(host, input),
    GetDocument: (input) => getDocument(host, input),
    DescribeDocument: (input) => describeDocument(host, input),
  };
  const counted: Operations = Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      (input: unknown) => faults.run(name, () => operation(input)),
    ]),
  );
  return awsJsonServer('AmazonSSM', '1.1', counted);
}
