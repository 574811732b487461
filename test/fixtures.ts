import { Cursors } from '../functions/cursors.ts';
import type { Agent } from '../functions/domain/agent.ts';
import type { AgentType } from '../functions/domain/agent-type.ts';
import { type Batch, newBatch, updateAgents } from '../functions/domain/batch.ts';
import type { Artifact, CatalogueVersion, Deprecation } from '../functions/domain/catalogue.ts';
import type { Application, ManagedNode } from '../functions/domain/discovery-ports.ts';
import type { Caller, Fence } from '../functions/domain/fence.ts';
import type { Freeze } from '../functions/domain/freeze.ts';
import type { Job } from '../functions/domain/job.ts';
import type { JobEnded } from '../functions/domain/job-ended.ts';
import { type Network, networksSchema } from '../functions/domain/network.ts';
import { newJob } from '../functions/domain/new-job.ts';
import type { Pace } from '../functions/domain/pace.ts';
import type { AgentResult } from '../functions/domain/results.ts';
import { wavesOf } from '../functions/domain/rollout.ts';
import { type TokenRules, tokenRulesSchema } from '../functions/domain/token-rules.ts';
import { jobSpecOf, upgradeRequestSchema } from '../functions/domain/upgrade-request.ts';
import type { SeenNode } from './fakes/memory-nodes.ts';

/* One good example of each thing: a test takes it and changes the one thing that it is about. */

export const now = new Date('2026-01-15T08:00:00.000Z');
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

export const agentType: AgentType = {
  name: 'demo-agent',
  recipe: 'package',
  platform: 'linux',
  versionScheme: 'semver',
  versionCommand: './current/bin/agentctl version',
  healthCommand: './current/bin/agentctl health',
  healthUrl: '',
  restartCommand: './current/bin/agentctl restart',
  service: '',
  keepVersions: 3,
  installRoot: '/opt/demo-agent',
  healthTimeoutSeconds: 60,
};
export const agentTypes: ReadonlyMap<string, AgentType> = new Map([[agentType.name, agentType]]);

export const cursors = new Cursors('fleet-upgrade-dev');

export const pace: Pace = {
  firstPollSeconds: 15,
  longestPollSeconds: 600,
  deliverySeconds: 300,
  preparationSeconds: 360,
  executionSeconds: 1800,
  lookAgainSeconds: 900,
  leaveAloneSeconds: 300,
};

/** Node ids of the form that Systems Manager gives. */
export const nodeId = (index: number): string => `mi-${index.toString(16).padStart(17, '0')}`;

export const agent = (index: number, change: Partial<Agent> = {}): Agent => ({
  agentUuid: `item${index}`,
  agentType: agentType.name,
  account: '111122223333',
  region: 'eu-west-1',
  nodeId: nodeId(index),
  tags: {},
  version: '1.4.2',
  versionReportedAt: '2026-01-01T00:00:00.000Z',
  versions: [],
  platform: null,
  connection: null,
  lastSeenAt: null,
  origin: 'registered',
  vanishedAt: null,
  registeredAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

export const artifact: Artifact = {
  platform: 'any',
  architecture: 'any',
  url: 'https://artifacts.example.com/demo-agent-1.5.0.tar.gz',
  sha256: 'a'.repeat(64),
  signature: null,
};

export const version: CatalogueVersion = {
  agentType: agentType.name,
  version: '1.5.0',
  reportedVersion: null,
  minVersion: null,
  releaseNotes: null,
  artifacts: [artifact],
  packages: [],
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'admin',
  deprecation: null,
};

/** A factory's floor with a mirror and a slow line, a closed zone with a proxy, and one for all others. */
export const networks: readonly Network[] = networksSchema.parse([
  {
    name: 'floor',
    tag: { key: 'site', value: 'floor' },
    mirrors: [{ from: 'https://artifacts.example.com/', to: 'https://mirror.floor.example.com/agents/' }],
    maxKbps: 2000,
    jitterSeconds: 120,
  },
  { name: 'closed', tag: { key: 'zone', value: 'closed' }, proxy: 'http://proxy.example.com:3128' },
  { name: 'others' },
]);

export const deprecation: Deprecation = { reason: 'it leaks', at: now.toISOString(), by: 'alice' };

/** A public key, and 64 bytes that could be a signature. */
export const publicKey = `${'A'.repeat(43)}=`;
export const signature = `${'A'.repeat(86)}==`;

export const freeze = (change: Partial<Freeze> = {}): Freeze => ({
  scope: 'all',
  reason: 'a fair',
  until: later(3600).toISOString(),
  createdAt: now.toISOString(),
  createdBy: 'alice',
  ...change,
});

/** 1,000 bytes of key: 4 and 1 around 128 signs that take three bytes each there, and a value of 611 bytes. */
export const longestScope = { tag: '%'.repeat(128), value: `${'€'.repeat(203)}xx` };

export const jobId = 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D';

export const jobEnded: JobEnded = {
  jobId,
  parentJobId: null,
  action: 'upgrade',
  simulated: false,
  targetVersion: '1.5.0',
  status: 'failed',
  reason: 'SOME_FAILED',
  detail: null,
  requestedBy: 'operator',
  changeTicket: null,
  createdAt: now.toISOString(),
  completedAt: later(75).toISOString(),
  durationSeconds: 75,
  agents: { total: 3, succeeded: 2, failed: 1, skipped: 1, excluded: 0 },
};

/** All at once, and no failure stops the others: what a test wants that is not about rollouts. */
export const plainRollout = { waves: [{ size: '100%' }], failureThreshold: '100%' };

export const request = { agentUuids: ['item1', 'item2'], targetVersion: '1.5.0', rollout: plainRollout };

/** How long the waves of a default plan are watched. */
export const bakeSeconds = 300;

export const job = (change: Partial<Job> = {}): Job => ({
  ...newJob(jobId, jobSpecOf(upgradeRequestSchema.parse(request)), 'operator@example.com', bakeSeconds, now),
  ...change,
});

/** A planned job of so many batches in waves of so many batches each; without waves it is one. */
export const plannedJob = (batches: number, change: Partial<Job> = {}, waves: readonly number[] = [batches]): Job => {
  const waveEnds = waves.map((_, index) => waves.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  return job({
    targetCount: Math.max(1, batches),
    plan: { expanded: true, cursor: null, chunks: 1, batches, waveEnds, digest: null, waves: wavesOf(waveEnds) },
    rollout: { ...job().rollout, waves: waves.map((size) => ({ size: Math.max(1, size), bakeSeconds: 0 })) },
    ...change,
  });
};

export const batch = (agents: number, change: Partial<Batch> = {}): Batch => ({
  ...newBatch(
    jobId,
    0,
    {
      agentType: agentType.name,
      recipe: 'package',
      targetVersion: '1.5.0',
      reports: ['1.5.0'],
      lane: null,
      network: null,
    },
    Array.from({ length: agents }, (_, index) => ({
      agentUuid: `item${index + 1}`,
      node: `111122223333:eu-west-1:${nodeId(index + 1)}`,
      oldVersion: null,
    })),
  ),
  ...change,
});

/** What became of agent number `index`: it was upgraded. */
export const result = (index: number, change: Partial<AgentResult> = {}): AgentResult => ({
  agentUuid: `item${index}`,
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  status: 'success',
  error: null,
  state: 'done',
  reason: 'UPGRADED',
  ...change,
});

/** A batch whose one agent waits for its node, which was found offline at these times. */
export const parkedBatch = (number: number, since: Date = now, last: Date = since): Batch => ({
  ...updateAgents(batch(1, { number }), (agent) => ({ ...agent, reason: 'WAITING_FOR_NODE' })),
  offline: { since: since.toISOString(), last: last.toISOString() },
});

/** A hybrid node, online, of which the demo agent is installed as a Debian package. */
export const seenNode = (index: number, change: Partial<SeenNode> = {}): SeenNode => ({
  node: managedNode(index),
  tags: { site: 'berlin' },
  software: { capturedAt: '2026-01-15T07:30:00Z', applications: [application()] },
  instance: null,
  ...change,
});

export const managedNode = (index: number, change: Partial<ManagedNode> = {}): ManagedNode => ({
  nodeId: nodeId(index),
  connection: 'online',
  lastPingAt: later(-60).toISOString(),
  platform: { type: 'linux', name: 'Ubuntu', version: '24.04' },
  agentVersion: '3.3.3050.0',
  ...change,
});

/** An EC2 instance, which runs, in place of the hybrid node of this number. */
export const instanceId = (index: number): string => `i-${index.toString(16).padStart(17, '0')}`;
export const seenInstance = (index: number, change: Partial<SeenNode> = {}): SeenNode =>
  seenNode(index, {
    node: managedNode(index, { nodeId: instanceId(index) }),
    instance: { state: 'running', architecture: 'arm64' },
    ...change,
  });

export const application = (change: Partial<Application> = {}): Application => ({
  name: 'demo-agent',
  version: '1.4.2-1',
  release: null,
  epoch: null,
  packageId: 'demo-agent_1.4.2-1_amd64.deb',
  ...change,
});

export const tokenRules: TokenRules = tokenRulesSchema.parse({
  scopeClaim: 'scope',
  fenceClaim: 'allowedTags',
  subjects: [],
});

/** Somebody whom no fence keeps from any agent. */
export const caller = (subject: string, fence: Fence | null = null): Caller => ({ subject, fence });

export const berlin: Fence = [{ tag: 'site', value: 'berlin' }];
