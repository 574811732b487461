import { join } from 'node:path';
import { agentTypeSchema } from '../../../functions/domain/agent-type.ts';
import { awsDemoNode, COLLECTOR_TYPE } from '../../node/distributor.ts';
import { type DemoKind, HEALTH_SECONDS, installed, published } from '../demo-kind.ts';

/** The nodes' own SSM Agent, which stays as it is here. */
const SSM_AGENT = '3.3.3050.0';

/** Recipe `distributor`: a package of Systems Manager Distributor, installed by a stand-in for AWS-ConfigureAWSPackage. */
export const demoCollector: DemoKind = {
  agentType: agentTypeSchema.parse({ ...COLLECTOR_TYPE, healthTimeoutSeconds: HEALTH_SECONDS }),
  prefix: 'collector',
  comes: 'from a package of Distributor',
  canBeKept: false,
  missing: () => [],
  async supply() {
    return {
      publications: published.map(({ version }) => ({ version })),
      artifactSources: [],
      async start(id, folder) {
        const ssmAgent = { installed: SSM_AGENT, versions: [SSM_AGENT] };
        const collector = { installed, versions: published };
        const {
          node,
          collector: health,
          stop,
        } = await awsDemoNode({ id, directory: join(folder, id) }, { ssmAgent, collector });
        return { node, health, stop };
      },
      close: async () => undefined,
    };
  },
};
