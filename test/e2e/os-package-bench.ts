import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type OsPackageParameterName, osPackageDocument } from '../../lib/documents/os-package.ts';
import { type ReportParameterName, reportDocument } from '../../lib/documents/report.ts';
import { systemClock } from '../../local/clock.ts';
import { runOnNode } from '../../local/node/packages.ts';
import { RealNode } from '../../local/ssm/real-node.ts';
import {
  encode,
  exitCodeOf,
  firstLine,
  type Result,
  type RunOptions,
  reportSchema,
  resultSchema,
} from '../local/script-bench.ts';
import type { Kind } from './os-package-kinds.ts';

/** A group of tests that is skipped, by a title that says why, where this machine cannot run them. */
export function withManager(kind: Kind, title: string, tests: () => void): void {
  if (kind.skip === '') describe(title, tests);
  else describe.skip(`${title} (${kind.skip})`, tests);
}

type Parameters = Partial<Record<OsPackageParameterName, string>>;

/** What all benches of a test file start from, by package manager. Built once. */
const built = new Map<Kind, Promise<string>>();

async function build(kind: Kind): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'fleet-os-'));
  await kind.build(directory);
  return directory;
}

/** A node that runs `demo-agent` 1.0.0-1 from a package, with a package database of its own. */
export class OsPackageBench {
  private constructor(
    readonly kind: Kind,
    readonly directory: string,
    readonly repository: string,
  ) {}

  /** For tests that run at once, each on a bench of its own. */
  static on<Row extends readonly unknown[]>(kind: Kind, act: (bench: OsPackageBench, ...row: Row) => Promise<void>) {
    return async (...row: Row): Promise<void> => {
      const building = built.get(kind) ?? build(kind);
      built.set(kind, building);
      const template = await building;
      const directory = await mkdtemp(join(tmpdir(), 'fleet-os-'));
      try {
        await cp(join(template, 'node'), directory, { recursive: true, verbatimSymlinks: true });
        await act(new OsPackageBench(kind, directory, join(template, 'repository')), ...row);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    };
  }

  /** After the last test of a file. */
  static async stop(): Promise<void> {
    for (const directory of built.values()) await rm(await directory, { recursive: true, force: true });
  }

  /** The catalogue's lines for a version that the agent reports. */
  line(version: string, reported = version): string {
    const { manager } = this.kind;
    const other = manager === 'apt' ? 'dnf' : 'apt';
    return encode(`${other} 9.9-9 ${reported}\n${manager} ${version}-1 ${reported}\n`);
  }

  parameters(version: string, changes: Parameters = {}) {
    return {
      Action: 'upgrade',
      AttemptId: 'attempt-1',
      NotAfter: String(Math.floor(Date.now() / 1000) + 600),
      Version: version,
      PackageName: 'demo-agent',
      Packages: this.line(version),
      Service: 'demo-agent',
      Repository: 'fleet-demo',
      AgentType: 'agent',
      VersionCommand: encode('[ -e run/up ] && cat run/VERSION'),
      HealthCommand: encode('[ -e run/up ] && grep -q well run/HEALTH'),
      HealthUrl: '',
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
    const { AgentType, VersionCommand, HealthCommand, HealthUrl, InstallRoot } = this.parameters('1.1.0');
    const parameters: Record<ReportParameterName, string> = {
      AttemptId: attemptId,
      AgentType,
      VersionCommand,
      HealthCommand,
      HealthUrl,
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
    const path = this.kind.path(this.directory);
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
    return [directory, this.kind.path(this.directory)].join(delimiter);
  }

  /** What the package manager says of a package, such as `install ok installed 1.0.0-1`. */
  status(packageName = 'demo-agent'): Promise<string> {
    const [tool, ...words] = this.kind.query;
    return runOnNode(this.directory, tool, ...words, packageName);
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
