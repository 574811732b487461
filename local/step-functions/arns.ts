import { AwsError } from '../aws-json.ts';

/** ARNs of what runs, made from a state machine's: `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** AWS names a map run, and the machine that its children run, after the map's label. */
export function mapRunArn(machineArn: string, label: string, id: string): string {
  return `${machineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;
}

/** Throws InvalidArn where a text is no ARN at all. */
export function requireArn(text: string): string {
  if (text.startsWith('arn:')) return text;
  throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${text}'`);
}

/** `arn:<partition>:<service>:<region>:<account>:…` */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
