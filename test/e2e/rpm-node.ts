import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SYSTEMCTL, withSigningKey } from '../../local/node/packages.ts';
import { findCommand } from '../local/script-bench.ts';

const run = promisify(execFile);

/** The tools that this takes; on Debian they are in rpm, dnf, zypper and createrepo-c. */
export const RPM_TOOLS = ['rpm', 'rpmbuild', 'createrepo_c', 'dnf', 'zypper', 'gpg', 'gpgconf'] as const;

/** One version of an rpm package; its `post` is Lua, which needs no shell below the node's root. */
export interface RpmVersion {
  readonly packageName: string;
  readonly version: string;
  readonly write: (directory: string) => Promise<void>;
  readonly configurationFiles?: readonly string[];
  readonly post?: string;
  readonly fields?: readonly string[];
}

/** Builds the packages, release 1 each, and a repository with a signed list below `directory`. */
export async function buildRpmRepository(directory: string, versions: readonly RpmVersion[]): Promise<void> {
  const repository = join(directory, 'repository');
  await mkdir(repository, { recursive: true });
  for (const [index, version] of versions.entries())
    await buildRpm(join(directory, String(index)), repository, version);
  await run('createrepo_c', ['--quiet', '--no-database', repository]);
  await withSigningKey(join(directory, 'key.asc'), (gpg) =>
    gpg('--armor', '--detach-sign', join(repository, 'repodata/repomd.xml')),
  );
}

async function buildRpm(directory: string, repository: string, rpm: RpmVersion): Promise<void> {
  const files = join(directory, 'files');
  await mkdir(files, { recursive: true });
  await rpm.write(files);
  const { stdout } = await run('find', ['.', '-type', 'f', '-printf', '/%P\n'], { cwd: files });
  const configuration = rpm.configurationFiles ?? [];
  const spec = [
    `Name: ${rpm.packageName}`,
    `Version: ${rpm.version}`,
    ...[
      'Release: 1',
      'Summary: made for a test',
      'License: none',
      'BuildArch: noarch',
      'AutoReq: no',
      ...(rpm.fields ?? []),
    ],
    ...['%description', 'Made for a test.', '%install', `mkdir -p %{buildroot}; cp -a ${files}/. %{buildroot}/`],
    ...(rpm.post === undefined ? [] : ['%post -p <lua>', rpm.post]),
    ...['%files', ...configuration.map((file) => `%config(noreplace) ${file}`)],
    ...stdout.split('\n').filter((file) => file !== '' && !configuration.includes(file)),
  ];
  await writeFile(join(directory, 'spec'), `${spec.join('\n')}\n`);
  const defines = [`_topdir ${directory}`, `_rpmdir ${repository}`].flatMap((define) => ['--define', define]);
  await run('rpmbuild', ['-bb', '--quiet', '--dbpath', join(directory, 'db'), ...defines, join(directory, 'spec')]);
}

/** All that the recipe takes of a node beside its package manager; `curl` is for tests that hold it. */
const TOOLS =
  `awk base64 cat cp curl cut date df find grep head ln ls mkdir mv readlink rm sed setsid sh sleep sort tail
  timeout touch tr`.split(/\s+/);

/** rpm takes the place of its database from $HOME/.rpmmacros; Debian's own is below the home of whoever calls. */
const HEAD = `#!/bin/sh
root=\${0%/tools/*}
export HOME="$root" PATH=/usr/sbin:/usr/bin:/sbin:/bin
`;
const RPM = `${HEAD}exec /usr/bin/rpm --root "$root" "$@"\n`;
const DNF = `${HEAD}case $* in *'versionlock list') cat "$root/versionlock" 2>/dev/null; exit; esac
exec /usr/bin/dnf -c "$root/dnf.conf" --installroot="$root" --releasever=9 --setopt=reposdir="$root/etc/yum.repos.d" "$@"
`;
const ZYPPER = `${HEAD}exec /usr/bin/zypper --root "$root" "$@"\n`;

/** Makes `directory` the root of a node with a package database of its own that uses the repository below `built`. */
export async function makeRpmNode(directory: string, built: string, manager: 'dnf' | 'zypper'): Promise<void> {
  for (const folder of ['tools', 'bin', 'var/lib/rpm', 'etc/yum.repos.d', 'etc/zypp/repos.d'])
    await mkdir(join(directory, folder), { recursive: true });
  await writeFile(join(directory, 'dnf.conf'), '[main]\n');
  await writeFile(join(directory, '.rpmmacros'), '%_dbpath /var/lib/rpm\n');
  const own = {
    rpm: RPM,
    systemctl: `${HEAD}${SYSTEMCTL}`,
    ...(manager === 'dnf' ? { dnf: DNF } : { zypper: ZYPPER }),
  };
  for (const [name, text] of Object.entries(own))
    await writeFile(join(directory, 'tools', name), text, { mode: 0o755 });
  for (const tool of TOOLS) await symlink(findCommand(tool) ?? tool, join(directory, 'bin', tool));
  const key = join(built, 'key.asc');
  await writeFile(join(directory, rpmSources(manager)), source(join(built, 'repository'), key));
}

/** The node's tools and nothing else of this machine: it has several package managers. */
export const rpmPath = (directory: string): string =>
  [join(directory, 'tools'), join(directory, 'bin')].join(delimiter);

/** The file on a node that names the repository. */
export const rpmSources = (manager: 'dnf' | 'zypper'): string =>
  `etc/${manager === 'dnf' ? 'yum' : 'zypp'}/repos.d/fleet-demo.repo`.replace('yum/repos.d', 'yum.repos.d');

const source = (repository: string, key: string) => `[fleet-demo]
name=fleet-demo
enabled=1
baseurl=file://${repository}
gpgcheck=0
repo_gpgcheck=1
gpgkey=file://${key}
`;
