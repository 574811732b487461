import type { Waker, Workflow } from '../../functions/domain/ports.ts';

/** Executions by name, each of which waits on one token; a test ends them. */
export class MemoryWorkflow implements Workflow, Waker {
  readonly executions = new Map<string, 'running' | 'ended'>();
  readonly woken: string[] = [];

  async start(_jobId: string, name: string): Promise<void> {
    if (!this.executions.has(name)) this.executions.set(name, 'running');
  }

  async status(name: string): Promise<'running' | 'ended' | 'missing'> {
    return this.executions.get(name) ?? 'missing';
  }

  tokenOf(name: string): string {
    return `token of ${name}`;
  }

  async wake(token: string): Promise<void> {
    this.woken.push(token);
    const name = [...this.executions.keys()].find((each) => this.tokenOf(each) === token);
    if (name !== undefined) this.executions.set(name, 'ended');
  }
}
