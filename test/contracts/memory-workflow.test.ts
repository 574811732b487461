import { MemoryWorkflow } from '../fakes/memory-workflow.ts';
import { workflowContract } from './workflow.ts';

workflowContract('the in-memory twin', async () => {
  const workflow = new MemoryWorkflow();
  return {
    workflow,
    waker: workflow,
    token: async (name) => workflow.tokenOf(name),
    abort: async (name) => void workflow.executions.set(name, 'ended'),
    stop: async () => undefined,
  };
});
