import { nodeIdOf } from '../../functions/domain/agent.ts';
import type { Batch } from '../../functions/domain/batch.ts';
import { attemptId } from '../../functions/domain/batch.ts';
import type { Network } from '../../functions/domain/network.ts';
import type { NodeReport, NodeResult } from '../../functions/domain/node-result.ts';
import { agentTypes, bakeSeconds, batch, jobId, now, pace, plannedJob, version } from '../fixtures.ts';
import { MemoryAnnouncements } from './memory-announcements.ts';
import { MemoryCommands } from './memory-commands.ts';
import { MemoryDocuments } from './memory-documents.ts';
import { MemoryInstances } from './memory-instances.ts';
import { MemoryMetrics } from './memory-metrics.ts';
import { MemorySigner } from './memory-signer.ts';
import { memoryStores } from './memory-stores.ts';
import { MemoryWorkflow } from './memory-workflow.ts';

/** Everything in memory, at a time that the test moves. */
export class MemoryWorld {
  now = now;
  readonly commands = new MemoryCommands(() => this.now);
  readonly instances = new MemoryInstances();
  readonly workflow = new MemoryWorkflow();
  readonly metrics = new MemoryMetrics();
  readonly announcements = new MemoryAnnouncements();
  readonly ports = {
    ...memoryStores(),
    commands: this.commands,
    documents: new MemoryDocuments(),
    instances: this.instances,
    waker: this.workflow,
    workflow: this.workflow,
    metrics: this.metrics,
    announcements: this.announcements,
    agentTypes,
    pace,
    bakeSeconds,
    dryRunOnly: false,
    requireChecksum: true,
    networks: [] as readonly Network[],
    signedBuckets: [] as readonly string[],
    signer: new MemorySigner(),
  };

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** A planned job of one batch with this many agents, each on a node that is online. */
  async withBatch(agents: number, change: Partial<Batch> = {}): Promise<this> {
    const stored = batch(agents, change);
    await this.ports.catalogue.publish(version);
    await this.ports.jobs.create(
      { ...plannedJob(1), targetCount: agents },
      stored.agents.map(({ agentUuid }) => agentUuid),
    );
    await this.ports.batches.create(stored);
    for (const { node } of stored.agents) this.commands.connect(nodeIdOf(node), 'online');
    return this;
  }

  async batch(): Promise<Batch> {
    const stored = await this.ports.batches.get(jobId, 0);
    if (stored === undefined) throw new Error('There is no batch.');
    return stored;
  }

  /** The node's script ends with this result. */
  async result(index: number, change: Partial<NodeResult> = {}): Promise<void> {
    const stored = await this.batch();
    const line = { ...goodResult, attemptId: attemptId(stored), ...change };
    const detail = line.outcome === 'success' ? 'Success' : 'Failed';
    this.commands.answer('package', this.nodeId(stored, index), detail, `${JSON.stringify(line)}\nlog`);
  }

  /** Systems Manager ends the node's command without a word of the node. */
  async silence(index: number, detail: string): Promise<void> {
    this.commands.answer('package', this.nodeId(await this.batch(), index), detail);
  }

  /** The node answers the probe. */
  async report(index: number, change: Partial<NodeReport> = {}): Promise<void> {
    const stored = await this.batch();
    const line = { ...goodReport, attempt: { id: attemptId(stored), state: 'none', result: null }, ...change };
    this.commands.answer('report', this.nodeId(stored, index), 'Success', `${JSON.stringify(line)}\n`);
  }

  nodeId(stored: Batch, index: number): string {
    return nodeIdOf(stored.agents[index]?.node ?? '');
  }
}

const goodResult = {
  fleetUpgrade: 1,
  outcome: 'success',
  reason: 'UPGRADED',
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  healthy: true,
  message: 'done',
} as const;

const goodReport = { fleetUpgrade: 1, report: true, version: '1.4.2', healthy: true } as const;
