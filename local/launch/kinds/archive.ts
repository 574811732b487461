import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentTypeSchema } from '../../../functions/domain/agent-type.ts';
import { serveArtifacts } from '../../node/artifacts.ts';
import { DEMO_AGENT_TYPE } from '../../node/definition.ts';
import { keptArchiveNode } from '../../node/demo-fleet.ts';
import { type DemoKind, HEALTH_SECONDS, published } from '../demo-kind.ts';
import { startOwn } from './own-document.ts';

/** Jobs that have begun know addresses with the port that the server had. */
const keptPort = (folder: string): number =>
  existsSync(join(folder, 'port')) ? Number(readFileSync(join(folder, 'port'), 'utf8')) : 0;

/** Recipe `package`: archives that a server on this machine has. */
export const demoAgent: DemoKind = {
  agentType: agentTypeSchema.parse({ ...DEMO_AGENT_TYPE, healthTimeoutSeconds: HEALTH_SECONDS }),
  prefix: 'item',
  comes: 'from an archive',
  missing: () => [],
  canBeKept: true,
  async supply(folder, keeping) {
    const served = await serveArtifacts(folder, published, keeping && keptPort(folder));
    if (keeping) writeFileSync(join(folder, 'port'), new URL(served.url).port);
    const ways = keeping ? { startNode: keptArchiveNode(keeping.patienceSeconds) } : {};
    return {
      publications: served.artifacts.map(({ version, url, sha256 }) => ({ version, artifact: { url, sha256 } })),
      artifactSources: [served.url],
      start: (id, directory) => startOwn(id, directory, ways),
      close: served.close,
    };
  },
};
