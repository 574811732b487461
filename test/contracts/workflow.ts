import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Waker, Workflow } from '../../functions/domain/ports.ts';
import { jobId } from '../fixtures.ts';

/** A state machine that waits on one token task. */
export interface WorkflowWorld {
  readonly workflow: Workflow;
  readonly waker: Waker;
  /** The token on which the execution of this name waits. */
  token(name: string): Promise<string>;
  /** Ends the execution. */
  abort(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** What every workflow does, Step Functions and its twin alike. */
export function workflowContract(name: string, start: () => Promise<WorkflowWorld>): void {
  describe(`${name} keeps the contract of workflow and waker`, () => {
    let world: WorkflowWorld;
    beforeEach(async () => {
      world = await start();
    });
    afterEach(() => world.stop());

    test('an execution runs from its start until it ends', async () => {
      expect(await world.workflow.status(jobId)).toBe('missing');
      await world.workflow.start(jobId, jobId);
      expect(await world.workflow.status(jobId)).toBe('running');
      await world.abort(jobId);
      expect(await world.workflow.status(jobId)).toBe('ended');
    });

    test('starting again under the same name changes nothing, running or ended', async () => {
      await world.workflow.start(jobId, jobId);
      await world.workflow.start(jobId, jobId);
      await world.abort(jobId);
      await world.workflow.start(jobId, jobId);
      expect(await world.workflow.status(jobId)).toBe('ended');
    });

    test('a restart has its own name', async () => {
      await world.workflow.start(jobId, jobId);
      await world.abort(jobId);
      await world.workflow.start(jobId, `${jobId}-r1`);
      expect(await world.workflow.status(`${jobId}-r1`)).toBe('running');
    });

    test('waking the token lets the execution go on, and waking it again changes nothing', async () => {
      await world.workflow.start(jobId, jobId);
      const token = await world.token(jobId);
      await world.waker.wake(token);
      expect(await world.workflow.status(jobId)).toBe('ended');
      await world.waker.wake(token);
    });

    test('waking a token whose execution is over changes nothing', async () => {
      await world.workflow.start(jobId, jobId);
      const token = await world.token(jobId);
      await world.abort(jobId);
      await world.waker.wake(token);
      expect(await world.workflow.status(jobId)).toBe('ended');
    });

    test('waking a token that never was changes nothing', async () => {
      await world.waker.wake('never');
    });
  });
}
