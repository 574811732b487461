import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The Debian tools that this takes, and the packages they are in: apt, apt-utils, dpkg, gpg, gpgconf, gpg-agent. */
export const DEBIAN_TOOLS = [
  'apt-get',
  'apt-ftparchive',
  'dpkg-deb',
  'dpkg-query',
  'gpg',
  'gpgconf',
  'gpg-agent',
] as const;

/** One version of a Debian package. */
export interface DebVersion {
  readonly packageName: string;
  /** As dpkg writes it, such as `1.0.0-1`. */
  readonly version: string;
  /** Writes its files below the directory, as they lie below the root of a node. */
  readonly write: (directory: string) => Promise<void>;
  /** Absolute paths of configuration files among them. */
  readonly configurationFiles?: readonly string[];
  /** A shell script that runs after unpacking, where `$DPKG_ROOT` is the node's root. */
  readonly postinst?: string;
  /** More lines of its control file, such as `Depends: other`. */
  readonly fields?: readonly string[];
}

/** A repository whose list is signed. */
export interface AptRepository {
  readonly directory: string;
  /** The public key, armored. */
  readonly key: string;
  /** The line for a file of sources.list.d. */
  readonly source: string;
}

/** Builds the packages and a signed repository of them below `directory`. Throws where a tool is not there or fails. */
export async function buildRepository(directory: string, versions: readonly DebVersion[]): Promise<AptRepository> {
  const repository = join(directory, 'repository');
  await mkdir(repository, { recursive: true });
  for (const version of versions) await buildDeb(join(directory, 'build'), repository, version);
  const { stdout: packages } = await run('apt-ftparchive', ['packages', '.'], { cwd: repository });
  await writeFile(join(repository, 'Packages'), packages);
  const { stdout: release } = await run('apt-ftparchive', ['release', '.'], { cwd: repository });
  await writeFile(join(repository, 'Release'), release);
  const key = join(directory, 'key.asc');
  await withSigningKey(key, (gpg) =>
    gpg('--clearsign', '--output', join(repository, 'InRelease'), join(repository, 'Release')),
  );
  // `copy:` goes through the same checks and the same cache as a download; `file:` would use the packages in place.
  return { directory: repository, key, source: `deb [signed-by=${key}] copy:${repository} ./` };
}

async function buildDeb(directory: string, repository: string, deb: DebVersion): Promise<void> {
  const control = join(directory, 'DEBIAN');
  await rm(directory, { recursive: true, force: true });
  await mkdir(control, { recursive: true });
  await deb.write(directory);
  const fields = [
    `Package: ${deb.packageName}`,
    `Version: ${deb.version}`,
    'Architecture: all',
    'Maintainer: Fleet Upgrade <nobody@example.invalid>',
    'Description: made for a demonstration',
    ...(deb.fields ?? []),
  ];
  await writeFile(join(control, 'control'), `${fields.join('\n')}\n`);
  await writeFile(join(control, 'conffiles'), (deb.configurationFiles ?? []).map((file) => `${file}\n`).join(''));
  if (deb.postinst !== undefined)
    await writeFile(join(control, 'postinst'), `#!/bin/sh\n${deb.postinst}\n`, { mode: 0o755 });
  await run('dpkg-deb', ['-Znone', '--root-owner-group', '--build', directory, repository]);
}

/** Runs gpg with these words, with a key that can sign. */
export type Gpg = (...words: readonly string[]) => Promise<unknown>;

/** Signs with a new key: writes its public half to the file, armored, and forgets its private half. */
export async function withSigningKey(publicKey: string, act: (gpg: Gpg) => Promise<unknown>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'fleet-gpg-')); // a short path: its sockets have at most 108 characters
  const gpg: Gpg = (...words) => run('gpg', ['--homedir', home, '--batch', '--quiet', '--yes', ...words]);
  try {
    await gpg('--passphrase', '', '--quick-generate-key', 'Fleet Upgrade demo', 'ed25519', 'sign', 'never');
    await act(gpg);
    await gpg('--armor', '--output', publicKey, '--export');
  } finally {
    await run('gpgconf', ['--homedir', home, '--kill', 'all']);
    await rm(home, { recursive: true, force: true });
  }
}

/** The name of the repository on a node: its file in sources.list.d. */
export const REPOSITORY_NAME = 'fleet-demo';

/**
 * Tools of a node with a package database of its own: everything apt and dpkg read and write lies below the directory
 * that holds `tools`, wherever that is copied to, and the machine's own database is never touched. Maintainer scripts run without chroot
 * ($DPKG_ROOT). Services are scripts in etc/init.d.
 */
const ENVIRONMENT = `#!/bin/sh
root=\${0%/tools/*}
export DPKG_ROOT="$root" DPKG_FORCE=security-mac,downgrade,bad-path,not-root,script-chrootless,unsafe-io APT_CONFIG="$root/apt.conf"
`;
const apt = (tool: string) => `${ENVIRONMENT}exec /usr/bin/${tool} -o Dir="$root/" -o Dir::Bin::dpkg=/usr/bin/dpkg \\
  -o Dir::State::status="$root/var/lib/dpkg/status" -o Dir::Log="$root/var/log" "$@"
`;
const dpkg = (tool: string) => `${ENVIRONMENT}exec /usr/bin/${tool} "$@"\n`;

/** What there is of systemd on such a node: `$root/etc/init.d/<service>` does the work. */
export const SYSTEMCTL = `case $1 in
  is-active) for service; do :; done && exec "$root/etc/init.d/$service" status ;;
  start | stop | restart) exec "$root/etc/init.d/$2" "$1" ;;
  show | daemon-reload) ;;
  *) exit 1 ;;
esac
`;

const NODE_TOOLS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['apt-get', 'apt-mark', 'apt-config'].map((tool) => [tool, apt(tool)])),
  ...Object.fromEntries(['dpkg', 'dpkg-query'].map((tool) => [tool, dpkg(tool)])),
  service: `${ENVIRONMENT}exec "$root/etc/init.d/$1" "$2"\n`,
  systemctl: `${ENVIRONMENT}${SYSTEMCTL}`,
};

/** Nothing of the machine's own configuration; downloads as the user that runs this, who can read the folders. */
const APT_CONF = `Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Bin::methods "/usr/lib/apt/methods";
APT::Sandbox::User "root";
`;

/** Makes `directory` the root of a node that uses the repository and has nothing installed. Answers the PATH of its scripts. */
export async function makeAptNode(directory: string, repository: AptRepository): Promise<string> {
  const folders = ['tools', 'etc/apt/sources.list.d', 'etc/apt/preferences.d', 'var/log', 'var/lib/dpkg/info'];
  for (const folder of [
    ...folders,
    'var/lib/dpkg/updates',
    'var/lib/apt/lists/partial',
    'var/cache/apt/archives/partial',
  ])
    await mkdir(join(directory, folder), { recursive: true });
  for (const [name, text] of Object.entries(NODE_TOOLS)) {
    await writeFile(join(directory, 'tools', name), text);
    await chmod(join(directory, 'tools', name), 0o755);
  }
  await writeFile(join(directory, 'apt.conf'), APT_CONF);
  await writeFile(join(directory, 'var/lib/dpkg/status'), '');
  await writeFile(join(directory, 'etc/apt/sources.list.d', `${REPOSITORY_NAME}.list`), `${repository.source}\n`);
  return nodePath(directory);
}

/** The PATH with the node's own tools first. */
export const nodePath = (directory: string): string =>
  [join(directory, 'tools'), process.env['PATH'], '/usr/sbin', '/sbin'].join(delimiter);

/** Runs one of the node's own tools, such as `apt-get` or `service`. Throws where it fails; answers its standard output. */
export async function runOnNode(directory: string, tool: string, ...words: readonly string[]): Promise<string> {
  const env = { PATH: nodePath(directory), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return (await run(join(directory, 'tools', tool), words, { env })).stdout;
}

/** Installs packages on a node, such as `demo-agent=1.0.0-1`. */
export async function installOnNode(directory: string, ...packages: readonly string[]): Promise<void> {
  await runOnNode(directory, 'apt-get', '-qq', 'update');
  await runOnNode(directory, 'apt-get', '-qqy', 'install', ...packages);
}
