import { agentRegistrationSchema } from '../../domain/agent.ts';
import { artifactSchema, deprecationRequestSchema, publicationSchema } from '../../domain/catalogue.ts';
import { discoveryRequestSchema } from '../../domain/discovery-request.ts';
import { freezeRequestSchema } from '../../domain/freeze.ts';
import { describe } from '../described.ts';
import { tags } from './upgrade.ts';

describe(agentRegistrationSchema, 'AgentRegistration', 'An agent that somebody names.', {
  agentType: { description: 'What it is: an agent type of this deployment.', example: 'demo-agent' },
  nodeId: { description: 'The managed node that it is on.', example: 'i-0123456789abcdef0' },
  tags: { description: 'Its tags, at most 50.', example: { site: 'berlin' }, override: tags(50) },
});

describe(
  publicationSchema.in,
  'Publication',
  'A version of an agent type, as it is published: once, and never changed.',
  {
    agentType: { description: 'The agent type.', example: 'demo-agent' },
    version: { description: 'The version, as jobs will name it.', example: '1.5.0' },
    reportedVersion: { description: 'What the agent reports, where that is another text.' },
    minVersion: { description: 'Agents that run an older one have to be upgraded to another version first.' },
    releaseNotes: { description: 'Text, or the https URL of one.' },
    artifacts: { description: 'One archive for each platform and architecture, at most 6.' },
    packages: { description: 'What package managers call the version; each at most once.' },
    artifact: { description: 'One archive for all nodes, in place of artifacts.' },
  },
);

describe(artifactSchema, 'Artifact', 'An archive of one version for some nodes.', {
  platform: { description: 'The nodes that it is for.' },
  architecture: { description: 'The processors that it is for.' },
  url: {
    description: 'An https URL, or s3://bucket/key.',
    example: 'https://artifacts.example.com/demo-agent-1.5.0.tar.gz',
  },
  sha256: { description: 'Its SHA-256, 64 lower-case hexadecimal digits.' },
  signature: { description: 'Its Ed25519 signature, 64 bytes in base64.' },
});

describe(deprecationRequestSchema, 'DeprecationRequest', 'Why no agent is to be brought to the version.', {
  reason: { description: 'Why, for those whose jobs have to wait.', example: 'leaks memory' },
});

describe(freezeRequestSchema, 'FreezeRequest', 'Stops all sending to the agents of the scope.', {
  scope: { description: 'Whose agents get nothing: all, or those with this tag.', example: 'all' },
  reason: { description: 'Why, for those who have to wait.', example: 'a fair' },
  until: {
    description: 'From then on it is over; null: until somebody deletes it.',
    override: { type: ['string', 'null'], format: 'date-time' },
  },
});

describe(discoveryRequestSchema, 'DiscoveryRequest', 'How to look for agents.', {
  dryRun: { description: 'Look, and write nothing.', example: true },
});
