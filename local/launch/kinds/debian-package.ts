import { agentTypeSchema } from '../../../functions/domain/agent-type.ts';
import { beatPackage, DEMO_BEAT_TYPE, packageVersion, startPackageNode } from '../../node/demo-beat.ts';
import { missingTools } from '../../node/find-command.ts';
import { buildRepository, DEBIAN_TOOLS, nodePath } from '../../node/packages.ts';
import { type DemoKind, HEALTH_SECONDS, published } from '../demo-kind.ts';
import { startOwn } from './own-document.ts';

/** Recipe `os-package`: Debian packages in a signed repository of this machine. Each node has a package database of its own. */
export const demoBeat: DemoKind = {
  agentType: agentTypeSchema.parse({ ...DEMO_BEAT_TYPE, healthTimeoutSeconds: HEALTH_SECONDS }),
  prefix: 'beat',
  comes: 'from a Debian package',
  canBeKept: false,
  missing: () => missingTools(DEBIAN_TOOLS),
  async supply(folder) {
    const repository = await buildRepository(folder, published.map(beatPackage));
    const startNode = startPackageNode(repository);
    return {
      publications: published.map((agent) => ({
        version: agent.version,
        packages: [{ manager: 'apt', packageVersion: packageVersion(agent), reportedVersion: agent.version }],
      })),
      artifactSources: [],
      start: (id, directory) => startOwn(id, directory, { startNode, path: nodePath }),
      close: async () => undefined,
    };
  },
};
