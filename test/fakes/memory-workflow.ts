import type { Workflow } from '../../functions/domain/ports.ts';

/** Executions by name; a test ends them. */
export class MemoryWorkflow implements Workflow {
  readonly executions = new Map<string, 'running' | 'ended'>();

  async start(_jobId: string, name: string): Promise<void> {
    if (!this.executions.has(name)) this.executions.set(name, 'running');
  }

  async status(name: string): Promise<'running' | 'ended' | 'missing'> {
    return this.executions.get(name) ?? 'missing';
  }
}
