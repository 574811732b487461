import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingTools } from '../../local/node/find-command.ts';
import {
  buildRepository,
  DEBIAN_TOOLS,
  installOnNode,
  makeAptNode,
  nodePath,
  REPOSITORY_NAME,
  runOnNode,
} from '../../local/node/packages.ts';
import { buildRpmRepository, makeRpmNode, RPM_TOOLS, rpmPath, rpmSources } from './rpm-node.ts';

/** A service that "runs" the files that were installed when it was started. */
const SERVICE = `#!/bin/sh
cd "\${0%/etc/init.d/*}" || exit
case $1 in
  start | restart) [ ! -e broken ] && rm -rf run && cp -r opt/demo-agent run && touch run/up ;;
  stop) rm -f run/up ;;
  status) test -e run/up ;;
esac
`;

/** Its own packaging stops it and does not start it again. `hook` is a script that a test may put there. */
const POSTINST = '"$DPKG_ROOT/etc/init.d/demo-agent" stop; [ ! -e "$DPKG_ROOT/hook" ] || sh "$DPKG_ROOT/hook"';
/** The same in Lua, which rpm runs below the node's root, where there is no shell. */
const POST = 'os.remove("/run/up")';

interface Version {
  readonly packageName: string;
  readonly version: string;
  readonly write: (directory: string) => Promise<void>;
  readonly configurationFiles?: readonly string[];
  readonly fields?: readonly string[];
  readonly postinst?: string;
  readonly post?: string;
}

const agent = (version: string, changes: Partial<Version> = {}, health = 'well'): Version => ({
  packageName: 'demo-agent',
  version,
  configurationFiles: ['/etc/demo-agent.conf'],
  postinst: POSTINST,
  post: POST,
  write: async (directory) => {
    for (const folder of ['opt/demo-agent', 'etc/init.d']) await mkdir(join(directory, folder), { recursive: true });
    await writeFile(join(directory, 'opt/demo-agent/VERSION'), `${version}\n`);
    await writeFile(join(directory, 'opt/demo-agent/HEALTH'), `${health}\n`);
    await writeFile(join(directory, 'etc/demo-agent.conf'), `made for ${version}\n`);
    await writeFile(join(directory, 'etc/init.d/demo-agent'), SERVICE, { mode: 0o755 });
  },
  ...changes,
});

const nothing = async () => undefined;
/** What both kinds of repositories have. */
const versions: readonly Version[] = [
  { packageName: 'other', version: '1', write: nothing },
  agent('1.0.0'),
  agent('1.1.0'),
  agent('1.2.0', {}, 'sick'),
  agent('1.3.0', { fields: ['Conflicts: other'] }),
];
const debs: readonly Version[] = [
  ...versions,
  agent('1.4.0', { fields: ['Depends: nothing-that-is-there'] }),
  agent('1.5.0', { postinst: `${POSTINST}; echo this goes wrong; exit 3` }),
  { packageName: 'slow', version: '1', postinst: 'sh "$DPKG_ROOT/hook"', write: nothing },
];

/** A package manager, and how a node with it is made. */
export interface Kind {
  readonly manager: 'apt' | 'dnf' | 'zypper';
  /** Why this machine cannot run it; empty where it can. */
  readonly skip: string;
  /** Makes `repository` below the directory, and `node` there, which runs 1.0.0-1 and has `other`. */
  readonly build: (directory: string) => Promise<void>;
  readonly path: (directory: string) => string;
  /** The file on a node that names the repository. */
  readonly sources: string;
  /** Its tool, and the words to ask it what is installed. */
  readonly query: readonly [string, ...string[]];
}

const unlessMissing = (tools: readonly string[]): string => {
  const missing = missingTools(tools);
  return missing.length === 0 ? '' : `needs ${missing.join(', ')}`;
};

export const apt: Kind = {
  manager: 'apt',
  skip: unlessMissing(DEBIAN_TOOLS),
  build: async (directory) => {
    const repository = await buildRepository(
      directory,
      debs.map((deb) => ({ ...deb, version: `${deb.version}-1` })),
    );
    const node = join(directory, 'node');
    await makeAptNode(node, repository);
    await installOnNode(node, 'demo-agent=1.0.0-1', 'other');
    await runOnNode(node, 'systemctl', 'start', 'demo-agent');
  },
  path: nodePath,
  sources: `etc/apt/sources.list.d/${REPOSITORY_NAME}.list`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own variables
  query: ['dpkg-query', '-W', '-f', '${Status} ${Version}'],
};

const rpmKind = (manager: 'dnf' | 'zypper', ...install: readonly string[]): Kind => ({
  manager,
  skip: unlessMissing(RPM_TOOLS) || (process.getuid?.() === 0 ? '' : 'needs root, since rpm changes its root'),
  build: async (directory) => {
    const node = join(directory, 'node');
    await buildRpmRepository(directory, versions);
    await makeRpmNode(node, directory, manager);
    if (manager === 'zypper') await runOnNode(node, 'zypper', '-n', '--gpg-auto-import-keys', 'refresh');
    await runOnNode(node, manager, ...install, 'demo-agent-1.0.0-1', 'other');
    await runOnNode(node, 'systemctl', 'start', 'demo-agent');
  },
  path: rpmPath,
  sources: rpmSources(manager),
  query: ['rpm', '-q', '--qf', 'install ok installed %{VERSION}-%{RELEASE}'],
});

export const dnf = rpmKind('dnf', '-y', 'install');
export const zypper = rpmKind('zypper', '-n', 'install', '--oldpackage');
