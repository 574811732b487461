import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgentVersion, writeAgent } from './artifacts.ts';
import { DEMO_AGENT_TYPE } from './definition.ts';
import { makeRun, type StartNode } from './demo-fleet.ts';
import {
  type AptRepository,
  type DebVersion,
  installOnNode,
  makeAptNode,
  REPOSITORY_NAME,
  runOnNode,
} from './packages.ts';

/** The demo agent as a Debian package: the same agent and the same questions to it, with a service of its own. */
export const DEMO_BEAT_TYPE = {
  name: 'demo-beat',
  recipe: 'os-package',
  versionScheme: 'deb',
  packageName: 'demo-beat',
  service: 'demo-beat',
  repository: REPOSITORY_NAME,
  versionCommand: DEMO_AGENT_TYPE.versionCommand,
  healthCommand: DEMO_AGENT_TYPE.healthCommand,
  installRoot: '.',
} as const;

/** The service: it runs what the package installed, by the script that also restarts an agent from an archive. */
const SERVICE = `#!/bin/sh
root=\${0%/etc/init.d/*}
pid=$(cat "$root/run/pid" 2>/dev/null)
case $1 in
  start | restart) ln -sfn opt/demo-beat "$root/current" && FLEET_ROOT=$root sh "$root/current/bin/restart" ;;
  stop) [ -z "$pid" ] || kill "$pid" 2>/dev/null || true ;;
  status) [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null ;;
  *) exit 2 ;;
esac
`;

/** What dpkg calls a version of the demo agent: the `packageVersion` of the catalogue. */
export const packageVersion = ({ version }: AgentVersion): string => `${version}-1`;

/** A version of the demo agent as a package, for buildRepository. Its own packaging stops the service, as that of some agents does. */
export const beatPackage = (agent: AgentVersion): DebVersion => ({
  packageName: DEMO_BEAT_TYPE.packageName,
  version: packageVersion(agent),
  configurationFiles: ['/etc/demo-beat.conf'],
  postinst: '"$DPKG_ROOT/etc/init.d/demo-beat" stop',
  write: async (directory) => {
    await writeAgent(join(directory, 'opt/demo-beat'), agent);
    await mkdir(join(directory, 'etc/init.d'), { recursive: true });
    await writeFile(join(directory, 'etc/demo-beat.conf'), '# Nothing is set.\n');
    await writeFile(join(directory, 'etc/init.d/demo-beat'), SERVICE, { mode: 0o755 });
  },
});

/** How DemoFleet starts nodes that have the agent from this repository. Their scripts run with the PATH of nodePath. */
export const startPackageNode =
  (repository: AptRepository): StartNode =>
  async (directory, agent) => {
    await makeRun(directory);
    await makeAptNode(directory, repository);
    await installOnNode(directory, `${DEMO_BEAT_TYPE.packageName}=${packageVersion(agent)}`);
    await runOnNode(directory, 'service', DEMO_BEAT_TYPE.service, 'start');
  };
