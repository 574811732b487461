import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { type PackageParameterName, packageDocument } from '../../lib/documents/package.ts';
import { type ReportParameterName, reportDocument } from '../../lib/documents/report.ts';
import { close, listen } from '../../local/aws-json.ts';
import { systemClock } from '../../local/clock.ts';
import { findCommand } from '../../local/node/find-command.ts';
import { failure, type Report } from '../../local/ssm/managed-node.ts';
import { RealNode } from '../../local/ssm/real-node.ts';
import { type Entry, tarGz } from './tar-gz.ts';

export const resultSchema = z.strictObject({
  fleetUpgrade: z.literal(1),
  attemptId: z.string(),
  outcome: z.enum(['success', 'failed', 'running']),
  reason: z.string(),
  oldVersion: z.string().nullable(),
  newVersion: z.string().nullable(),
  healthy: z.boolean(),
  message: z.string(),
});

export const reportSchema = z.strictObject({
  fleetUpgrade: z.literal(1),
  report: z.literal(true),
  version: z.string().nullable(),
  healthy: z.boolean(),
  attempt: z.strictObject({
    id: z.string(),
    state: z.enum(['none', 'running', 'done']),
    result: resultSchema.nullable(),
  }),
});

export type Result = z.infer<typeof resultSchema>;

export { findCommand };

export const encode = (text: string): string => Buffer.from(text).toString('base64url');

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const TOOLS =
  'awk base64 cat cp curl cut date df find grep gzip ln ls mkdir mv openssl readlink rm sed setsid sh sha256sum sleep tail tar timeout touch tr uname wget'.split(
    ' ',
  );

/** An agent made of files, since processes are slow: restarting copies its VERSION and HEALTH to where they "run". */
export const agentFiles = (version: string, health = 'well'): Entry[] => [
  { name: 'VERSION', content: `${version}\n` },
  { name: 'HEALTH', content: `${health}\n` },
];

/**
 * A node's directory that runs 1.4.2, and an HTTP server with archives. A command may call `/hook`: the server holds its
 * answer until `release`, so that a test acts in the very middle of a script without waiting by time.
 */
export class ScriptBench {
  readonly archives = new Map<string, Buffer>();
  /** Answers that are not just an archive, by path. */
  readonly handlers = new Map<string, RequestListener>();
  #arrived: () => void = () => undefined;
  #release: () => void = () => undefined;
  private constructor(
    readonly directory: string,
    readonly url: string,
    readonly server: Server,
  ) {}

  static async start(): Promise<ScriptBench> {
    const server = createServer((request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (path === '/hook') return bench.#hold(() => response.end());
      const handler = bench.handlers.get(path);
      if (handler !== undefined) return handler(request, response);
      const archive = bench.archives.get(path);
      response.writeHead(archive === undefined ? 404 : 200).end(archive);
    });
    const bench = new ScriptBench(await mkdtemp(join(tmpdir(), 'fleet-script-')), await listen(server), server);
    await bench.#install('1.4.2');
    bench.archives.set('/1.5.0', tarGz(agentFiles('1.5.0')));
    bench.archives.set('/1.6.0', tarGz(agentFiles('1.6.0', 'sick')));
    return bench;
  }

  async stop(): Promise<void> {
    await close(this.server);
    await rm(this.directory, { recursive: true, force: true });
  }

  /** For tests that run at once, each on a bench of its own: those that wait for a health check to give up. */
  static on<Row extends readonly unknown[]>(act: (bench: ScriptBench, ...row: Row) => Promise<void>) {
    return async (...row: Row): Promise<void> => {
      const bench = await ScriptBench.start();
      try {
        await act(bench, ...row);
      } finally {
        await bench.stop();
      }
    };
  }

  /** Resolves when a command has called the hook. */
  readonly hooked = (): Promise<void> =>
    new Promise((resolve) => {
      this.#arrived = resolve;
    });

  release(): void {
    this.#release();
  }

  get hookCommand(): string {
    return `curl -s ${this.url}/hook`;
  }

  /** The parameter with one archive, for any node unless told. */
  artifact({ url = `${this.url}/1.5.0`, sha256 = '-', signature = '-', fits = 'any/any' }): string {
    return encode(`${fits} ${url} ${sha256} ${signature}`);
  }

  parameters(
    version: string,
    changes: Partial<Record<PackageParameterName, string>> = {},
  ): Record<PackageParameterName, string> {
    const archive = this.archives.get(`/${version}`) ?? Buffer.from('');
    return {
      Action: 'upgrade',
      AttemptId: 'attempt-1',
      NotAfter: String(Math.floor(Date.now() / 1000) + 600),
      AgentType: 'agent',
      Version: version,
      Artifacts: this.artifact({ url: `${this.url}/${version}`, sha256: sha256(archive) }),
      PublicKey: '',
      VersionCommand: encode('cat running/VERSION'),
      HealthCommand: encode('grep -q well running/HEALTH'),
      HealthUrl: '',
      RestartCommand: encode('cp current/* running/'),
      Service: '',
      InstallRoot: encode('.'),
      HealthTimeoutSeconds: '1',
      KeepVersions: '3',
      Proxy: '',
      MaxKbps: '0',
      JitterSeconds: '0',
      ...changes,
    };
  }

  async upgrade(
    version: string,
    changes: Partial<Record<PackageParameterName, string>> = {},
    options: RunOptions = {},
  ) {
    const report = await this.run(packageDocument(), this.parameters(version, changes), options);
    return { ...resultSchema.parse(JSON.parse(firstLine(report))), exitCode: exitCodeOf(report) };
  }

  reportParameters(changes: Partial<Record<ReportParameterName, string>> = {}): Record<ReportParameterName, string> {
    const { AttemptId, AgentType, VersionCommand, HealthCommand, HealthUrl, InstallRoot } = this.parameters('1.5.0');
    return { AttemptId, AgentType, VersionCommand, HealthCommand, HealthUrl, InstallRoot, ...changes };
  }

  async report(
    attemptId: string,
    changes: Partial<Record<ReportParameterName, string>> = {},
    options: RunOptions = {},
  ) {
    const parameters = this.reportParameters({ AttemptId: attemptId, ...changes });
    const report = await this.run(reportDocument(), parameters, options);
    return reportSchema.parse(JSON.parse(firstLine(report)));
  }

  /** Asks for the attempt's result until it has one: what a probe does. */
  async settled(attemptId: string): Promise<Result> {
    for (;;) {
      const { attempt } = await this.report(attemptId);
      if (attempt.result !== null) return attempt.result;
    }
  }

  run(document: ReturnType<typeof packageDocument>, parameters: Record<string, string>, options: RunOptions = {}) {
    const { signal = new AbortController().signal, ...rest } = options;
    const node = new RealNode({ id: 'i-0123456789abcdef0', directory: this.directory, clock: systemClock, ...rest });
    return node.run({ commandId: randomUUID(), document, parameters, executionTimeoutSeconds: 60, signal });
  }

  /** Puts a tool in front of the node's own; answers the PATH with it. */
  async tool(name: string, text: string): Promise<string> {
    const directory = join(this.directory, 'tools');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return `${directory}${delimiter}${process.env['PATH']}`;
  }

  /** A PATH of nothing but the tools that a node needs, and of those not these. */
  async pathWithout(...names: readonly string[]): Promise<string> {
    const directory = join(this.directory, 'bare');
    await mkdir(directory, { recursive: true });
    const tools = TOOLS.filter((name) => !names.includes(name));
    await Promise.all(tools.map((name) => symlink(findCommand(name) ?? 'missing', join(directory, name))));
    return directory;
  }

  read(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8');
  }

  async #install(version: string): Promise<void> {
    for (const directory of [`versions/${version}`, 'running']) {
      await mkdir(join(this.directory, directory), { recursive: true });
      for (const { name, content } of agentFiles(version))
        await writeFile(join(this.directory, directory, name), content ?? '');
    }
    await symlink(`versions/${version}`, join(this.directory, 'current'));
  }

  #hold(answer: () => void): void {
    this.#release = answer;
    this.#arrived();
  }
}

export interface RunOptions {
  readonly shell?: readonly [string, ...string[]];
  readonly agentVersion?: string;
  readonly path?: string;
  readonly signal?: AbortSignal;
}

/** The one JSON line. */
export function firstLine(report: Report): string {
  if (report.kind !== 'ended') throw new Error(`The script was ${report.kind}.`);
  if (report.stderr !== (report.exitCode === 0 ? '' : failure(report.exitCode)))
    throw new Error(`Standard error: ${report.stderr}`);
  return report.stdout.split('\n', 1)[0] ?? '';
}

export const exitCodeOf = (report: Report) => (report.kind === 'ended' ? report.exitCode : undefined);
