import type { Command } from './command.ts';

/** An EventBridge event of `aws.ssm`; shape as in "Amazon EventBridge event examples for Systems Manager". */
export interface CommandEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'EC2 Command Status-change Notification';
  readonly source: 'aws.ssm';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly 'command-id': string;
    readonly 'document-name': string;
    readonly 'expire-after': string;
    readonly parameters: Readonly<Record<string, readonly string[]>>;
    readonly 'requested-date-time': string;
    readonly status: string;
  };
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The event of a command that has just reached `status`; `now` in milliseconds since the epoch. */
export function commandEvent(command: Command, status: string, id: string, now: number, place: Place): CommandEvent {
  const { account, region } = place;
  return {
    version: '0',
    id,
    'detail-type': 'EC2 Command Status-change Notification',
    source: 'aws.ssm',
    account,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources: command.invocations.map(({ instanceId }) => nodeArn(instanceId, place)),
    detail: {
      'command-id': command.id,
      'document-name': command.documentName,
      'expire-after': new Date(command.expiresAt).toISOString(),
      parameters: command.given,
      'requested-date-time': new Date(command.requestedAt).toISOString(),
      status,
    },
  };
}

const nodeArn = (id: string, { account, region }: Place): string =>
  id.startsWith('mi-')
    ? `arn:aws:ssm:${region}:${account}:managed-instance/${id}`
    : `arn:aws:ec2:${region}:${account}:instance/${id}`;
