import { agentReasonSchema } from '../../domain/agent-reason.ts';
import { ownArtifactSchema } from '../../domain/own-artifact.ts';
import { retryRequestSchema } from '../../domain/retry.ts';
import { rollbackRequestSchema } from '../../domain/rollback.ts';
import { selectorSchema } from '../../domain/selector.ts';
import { agentUpgradeRequestSchema, MOST_TARGETS, upgradeRequestSchema } from '../../domain/upgrade-request.ts';
import { describe } from '../described.ts';
import './rollout.ts';

const AGENT_UUID = '^[A-Za-z0-9][A-Za-z0-9:._@+-]{0,199}$';

export const tags = (most: number) => ({
  type: 'object',
  maxProperties: most,
  additionalProperties: { type: 'string', maxLength: 256 },
});

const note = { description: 'Your own words, such as why; shown with the job.', example: 'CHG-1042' };
const artifact = {
  description:
    "Replaces the catalogue's artifact in this job. Takes an administrator, and an address that the deployment allows.",
};
const simulated = { description: 'Plan the job and look at its agents, but send nothing.', example: true };

const wishes = {
  targetVersion: {
    description: 'The version that the agents are to run, as the catalogue calls it.',
    example: '1.5.0',
  },
  note,
  changeTicket: {
    description:
      'The change that the job belongs to: up to 100 printable characters on one line. A retry and a rollback keep it.',
    example: 'CHG-1042',
    override: { type: 'string', minLength: 1, maxLength: 100 },
  },
  allowDowngrade: {
    description: 'May agents go back to an older version? As the deployment says unless given.',
    example: false,
  },
  reinstall: { description: 'Act also where the target version runs already.' },
  offline: {
    description:
      'What becomes of an agent whose node is offline: it fails at once, or is waited for, at most 48 hours.',
    example: 'fail',
  },
  artifact,
  simulated,
  planHash: {
    description: 'The plan that a simulated job showed: the job runs only if its own plan is the same.',
    override: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
  rollout: { description: 'How the upgrade is rolled out; safe defaults for what is left out.' },
};

describe(upgradeRequestSchema, 'UpgradeRequest', 'The upgrade of some agents to one version.', {
  agentUuids: {
    description: `The agents: a list, or one comma-separated string; at most ${MOST_TARGETS} different ones.`,
    example: ['item1', 'item2'],
    override: {
      anyOf: [
        { type: 'array', minItems: 1, items: { type: 'string', pattern: AGENT_UUID } },
        { type: 'string', minLength: 1 },
      ],
    },
  },
  selector: { description: 'Chooses agents of the inventory, any number of them, in place of agentUuids.' },
  ...wishes,
});

describe(agentUpgradeRequestSchema, 'AgentUpgradeRequest', 'The upgrade of one agent.', wishes);

describe(
  selectorSchema,
  'Selector',
  'Chooses agents by what the inventory says of them: all of what is given must hold, and something must be.',
  {
    tags: {
      description: 'Tags that an agent must have, with these values.',
      example: { site: 'berlin' },
      override: tags(10),
    },
    agentType: { description: 'The agent type.', example: 'demo-agent' },
    currentVersion: {
      description: 'The version that the node reported last: `atLeast` itself is in, `below` itself is not.',
      example: { below: '1.5.0' },
    },
  },
);

describe(ownArtifactSchema.in, 'OwnArtifact', 'An archive that replaces that of the catalogue in one job.', {
  url: {
    description: 'An https URL, or s3://bucket/key.',
    example: 'https://artifacts.example.com/demo-agent-1.5.0.tar.gz',
  },
  sha256: { description: 'Its SHA-256, 64 hexadecimal digits.' },
  checksum: { description: 'The same as `sha256:` and the digits.' },
  signature: { description: 'Its Ed25519 signature, 64 bytes in base64.' },
});

describe(retryRequestSchema, 'RetryRequest', 'Takes up the failed agents of a job again.', {
  reasons: {
    description: 'Only agents that failed for one of these; all that failed unless given.',
    example: ['AGENT_OFFLINE'],
    override: {
      type: 'array',
      minItems: 1,
      maxItems: agentReasonSchema.options.length,
      items: { type: 'string', enum: agentReasonSchema.options },
    },
  },
  note,
  rollout: { description: "In place of the parent's." },
  artifact,
  simulated,
});

describe(rollbackRequestSchema, 'RollbackRequest', 'Takes back what a job changed.', {
  note,
  rollout: { description: 'How it is rolled out; all agents at once unless given.' },
});
