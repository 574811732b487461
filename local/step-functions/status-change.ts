import type { Execution, ExecutionStatus } from './execution.ts';

/** The detail of a "Step Functions Execution Status Change" event; times in milliseconds since the epoch. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

export function statusChange(execution: Execution): StatusChange {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt,
    stopDate: execution.stoppedAt ?? null,
    input: execution.input.text,
    output: execution.output?.text ?? null,
    error: execution.failure?.error ?? null,
    cause: execution.failure?.cause ?? null,
  };
}
