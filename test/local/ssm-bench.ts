import type { Server } from 'node:http';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { packageDocument } from '../../lib/documents/package.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import { close, listen } from '../../local/aws-json.ts';
import { VirtualClock } from '../../local/clock.ts';
import { ssmServer } from '../../local/ssm/endpoint.ts';
import type { CommandEvent } from '../../local/ssm/events.ts';
import { Faults } from '../../local/ssm/faults.ts';
import { SsmHost } from '../../local/ssm/host.ts';
import { type Script, ScriptedNode } from '../../local/ssm/scripted-node.ts';

export const START = new Date('2026-01-01T00:00:00.000Z');

/** `i-` and 17 hex digits. */
export const nodeId = (number: number): string => `i-${number.toString(16).padStart(17, '0')}`;

export const success: Script = { latencyMs: 1000, outcome: { kind: 'success' } };

export interface SsmBenchOptions {
  readonly visibilityLagMs?: number;
  readonly documents?: Readonly<Record<string, CommandDocument>>;
}

/** The SSM endpoint with an unmodified SDK client over loopback, on a clock that the test moves by `clock.run()`. */
export class SsmBench {
  readonly clock = new VirtualClock(START);
  readonly faults = new Faults();
  readonly events: CommandEvent[] = [];
  readonly host: SsmHost;
  readonly #server: Server;
  #client: SSMClient | undefined;

  constructor({ documents = {}, visibilityLagMs = 0 }: SsmBenchOptions = {}) {
    let ids = 0;
    this.host = new SsmHost({
      clock: this.clock,
      newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
      documents: new Map(Object.entries({ package: packageDocument(), report: reportDocument(), ...documents })),
      onEvent: (event) => this.events.push(event),
      visibilityLagMs,
      account: '111122223333',
      region: 'eu-central-1',
    });
    this.#server = ssmServer(this.host, this.faults);
  }

  get client(): SSMClient {
    if (this.#client === undefined) throw new Error('The bench is not started.');
    return this.#client;
  }

  async start(): Promise<this> {
    this.#client = new SSMClient({
      endpoint: await listen(this.#server),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    return this;
  }

  async stop(): Promise<void> {
    this.#client?.destroy();
    this.host.stop();
    await close(this.#server);
  }

  /** Adds `count` nodes that run 1.4.2 and follow the script; answers their ids. */
  addNodes(count: number, script: Script | ((index: number) => Script) = success): ScriptedNode[] {
    return Array.from({ length: count }, (_, index) => {
      const ofNode = typeof script === 'function' ? script(index) : script;
      const node = new ScriptedNode({ id: nodeId(index), clock: this.clock, version: '1.4.2', script: ofNode });
      this.host.addNode(node);
      return node;
    });
  }

  /** A SendCommand of document `package` to these nodes. */
  upgrade(nodes: readonly { id: string }[], attemptId = 'attempt-1') {
    return {
      InstanceIds: nodes.map(({ id }) => id),
      DocumentName: 'package',
      Parameters: {
        Action: ['upgrade'],
        AttemptId: [attemptId],
        NotAfter: [String(START.getTime() / 1000 + 86_400)],
        AgentType: ['agent'],
        Version: ['1.5.0'],
      },
      TimeoutSeconds: 60,
      MaxErrors: '100%',
    };
  }
}
