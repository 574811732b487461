import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type OsPackageParameterName, osPackageDocument } from '../../lib/documents/os-package.ts';
import { type ReportParameterName, reportDocument } from '../../lib/documents/report.ts';
import { systemClock } from '../../local/clock.ts';
import {
  type AptRepository,
  buildRepository,
  DEBIAN_TOOLS,
  type DebVersion,
  installOnNode,
  makeAptNode,
  nodePath,
  REPOSITORY_NAME,
  runOnNode,
} from '../../local/node/packages.ts';
import { RealNode } from '../../local/ssm/real-node.ts';
import {
  encode,
  exitCodeOf,
  findCommand,
  firstLine,
  type Result,
  type RunOptions,
  reportSchema,
  resultSchema,
} from './script-bench.ts';

const missing = DEBIAN_TOOLS.filter((tool) => findCommand(tool) === undefined);

/** A group of tests that is skipped, by a title that says why, where this machine lacks a tool of Debian's. */
export const withApt = (title: string, tests: () => void): void =>
  missing.length === 0 ? describe(title, tests) : describe.skip(`${title} (needs ${missing.join(', ')})`, tests);

type Parameters = Partial<Record<OsPackageParameterName, string>>;

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own variables
const FORMAT = '${Status} ${Version}';

/** A service that "runs" the files that were installed when it was started. */
const SERVICE = `#!/bin/sh
cd "\${0%/etc/init.d/*}" || exit
case $1 in
  start | restart) [ ! -e broken ] && rm -rf run && cp -r opt/demo-agent run ;;
  stop) rm -rf run ;;
  status) test -d run ;;
esac
`;

/** Its own packaging stops it and does not start it again. \`hook\` is a script that a test may put there. */
const POSTINST = '"$DPKG_ROOT/etc/init.d/demo-agent" stop; [ ! -e "$DPKG_ROOT/hook" ] || sh "$DPKG_ROOT/hook"';

const agent = (version: string, changes: Partial<DebVersion> & { health?: string } = {}): DebVersion => ({
  packageName: 'demo-agent',
  version: `${version}-1`,
  configurationFiles: ['/etc/demo-agent.conf'],
  postinst: POSTINST,
  write: async (directory) => {
    for (const folder of ['opt/demo-agent', 'etc/init.d']) await mkdir(join(directory, folder), { recursive: true });
    await writeFile(join(directory, 'opt/demo-agent/VERSION'), `${version}\n`);
    await writeFile(join(directory, 'opt/demo-agent/HEALTH'), `${changes.health ?? 'well'}\n`);
    await writeFile(join(directory, 'etc/demo-agent.conf'), `made for ${version}\n`);
    await writeFile(join(directory, 'etc/init.d/demo-agent'), SERVICE, { mode: 0o755 });
  },
  ...changes,
});

const versions: readonly DebVersion[] = [
  { packageName: 'other', version: '1', write: async () => undefined },
  agent('1.0.0'),
  agent('1.1.0'),
  agent('1.2.0', { health: 'sick' }),
  agent('1.3.0', { fields: ['Conflicts: other'] }),
  agent('1.4.0', { fields: ['Depends: nothing-that-is-there'] }),
  { packageName: 'slow', version: '1', postinst: 'sh "$DPKG_ROOT/hook"', write: async () => undefined },
  agent('1.5.0', { postinst: `${POSTINST}; echo this goes wrong; exit 3` }),
];

/** What all benches of a test file start from: a repository, and a node that runs 1.0.0-1 and has `other`. Built once. */
let shared: Promise<{ directory: string; repository: AptRepository }> | undefined;

async function build() {
  const directory = await mkdtemp(join(tmpdir(), 'fleet-deb-'));
  const repository = await buildRepository(directory, versions);
  const node = join(directory, 'node');
  await makeAptNode(node, repository);
  await installOnNode(node, 'demo-agent=1.0.0-1', 'other');
  await runOnNode(node, 'service', 'demo-agent', 'start');
  return { directory, repository };
}

/** A node that runs `demo-agent` 1.0.0-1 from a package, with a package database of its own. */
export class OsPackageBench {
  private constructor(
    readonly directory: string,
    readonly repository: AptRepository,
  ) {}

  /** For tests that run at once, each on a bench of its own. */
  static on<Row extends readonly unknown[]>(act: (bench: OsPackageBench, ...row: Row) => Promise<void>) {
    return async (...row: Row): Promise<void> => {
      shared ??= build();
      const { directory, repository } = await shared;
      const bench = new OsPackageBench(await mkdtemp(join(tmpdir(), 'fleet-os-')), repository);
      try {
        await cp(join(directory, 'node'), bench.directory, { recursive: true });
        await act(bench, ...row);
      } finally {
        await rm(bench.directory, { recursive: true, force: true });
      }
    };
  }

  /** After the last test of a file. */
  static async stop(): Promise<void> {
    if (shared !== undefined) await rm((await shared).directory, { recursive: true, force: true });
  }

  parameters(version: string, changes: Parameters = {}) {
    return {
      Action: 'upgrade',
      AttemptId: 'attempt-1',
      NotAfter: String(Math.floor(Date.now() / 1000) + 600),
      Version: version,
      PackageName: 'demo-agent',
      Packages: encode(`dnf ${version}-1.el9 ${version}\napt ${version}-1 ${version}\n`),
      Service: 'demo-agent',
      Repository: REPOSITORY_NAME,
      AgentType: 'agent',
      VersionCommand: encode('cat run/VERSION'),
      HealthCommand: encode('grep -q well run/HEALTH'),
      InstallRoot: encode('.'),
      HealthTimeoutSeconds: '1',
      ...changes,
    };
  }

  async upgrade(version: string, changes: Parameters = {}, options: RunOptions = {}) {
    const report = await this.run(osPackageDocument(), this.parameters(version, changes), options);
    return { ...resultSchema.parse(JSON.parse(firstLine(report))), exitCode: exitCodeOf(report) };
  }

  /** Asks for the attempt's result until it has one: what a probe does. */
  async settled(attemptId: string): Promise<Result> {
    const { AgentType, VersionCommand, HealthCommand, InstallRoot } = this.parameters('1.1.0');
    const parameters: Record<ReportParameterName, string> = {
      AttemptId: attemptId,
      AgentType,
      VersionCommand,
      HealthCommand,
      InstallRoot,
    };
    for (;;) {
      const report = await this.run(reportDocument(), parameters);
      const { attempt } = reportSchema.parse(JSON.parse(firstLine(report)));
      if (attempt.result !== null) return attempt.result;
    }
  }

  run(document: ReturnType<typeof osPackageDocument>, parameters: Record<string, string>, options: RunOptions = {}) {
    const { signal = new AbortController().signal, ...rest } = options;
    const path = nodePath(this.directory);
    const node = new RealNode({
      id: 'i-0123456789abcdef0',
      directory: this.directory,
      clock: systemClock,
      path,
      ...rest,
    });
    return node.run({ commandId: randomUUID(), document, parameters, executionTimeoutSeconds: 60, signal });
  }

  /** Puts a tool in front of the node's own; answers the PATH with it. */
  async tool(name: string, text: string): Promise<string> {
    const directory = join(this.directory, 'front');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return [directory, nodePath(this.directory)].join(delimiter);
  }

  /** What dpkg says of the package, such as `install ok installed 1.0.0-1`. */
  status(packageName = 'demo-agent'): Promise<string> {
    return runOnNode(this.directory, 'dpkg-query', '-W', '-f', FORMAT, packageName);
  }

  on(tool: string, ...words: readonly string[]): Promise<string> {
    return runOnNode(this.directory, tool, ...words);
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.directory, file), text);
  }

  read(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8');
  }
}
