import { agentTypeSchema } from '../../../functions/domain/agent-type.ts';
import { serveArtifacts } from '../../node/artifacts.ts';
import { DEMO_AGENT_TYPE } from '../../node/definition.ts';
import { type DemoKind, HEALTH_SECONDS, published } from '../demo-kind.ts';
import { startOwn } from './own-document.ts';

/** Recipe `package`: archives that a server on this machine has. */
export const demoAgent: DemoKind = {
  agentType: agentTypeSchema.parse({ ...DEMO_AGENT_TYPE, healthTimeoutSeconds: HEALTH_SECONDS }),
  prefix: 'item',
  comes: 'from an archive',
  missing: () => [],
  async supply(folder) {
    const served = await serveArtifacts(folder, published);
    return {
      publications: served.artifacts.map(({ version, url, sha256 }) => ({ version, artifact: { url, sha256 } })),
      artifactSources: [served.url],
      start: startOwn,
      close: served.close,
    };
  },
};
