import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { create } from 'tar';
import { close, listen } from '../aws-json.ts';

/** A version of the demo agent; one that is not healthy starts, reports its version and fails its health check. */
export interface AgentVersion {
  readonly version: string;
  readonly healthy: boolean;
  /** Seconds after its start at which a healthy one becomes so, and no longer is; at once and never unless given. */
  readonly healthyFrom?: number;
  readonly healthyUntil?: number;
}

/** A version that can be downloaded: `sha256` in hex, of the tar.gz at `url`. */
interface Artifact extends AgentVersion {
  readonly url: string;
  readonly sha256: string;
}

export interface ArtifactServer {
  readonly artifacts: readonly Artifact[];
  /** What all their addresses begin with. */
  readonly url: string;
  close(): Promise<void>;
}

/** The agent's files as they lie in an archive and below `versions/<version>` on a node. */
export async function writeAgent(directory: string, agent: AgentVersion): Promise<void> {
  await mkdir(join(directory, 'bin'), { recursive: true });
  await copyFile(new URL('./agent/agent.cjs', import.meta.url), join(directory, 'agent.cjs'));
  await copyFile(new URL('./agent/bin/restart', import.meta.url), join(directory, 'bin/restart'));
  await writeFile(join(directory, 'agent.json'), JSON.stringify(agent));
}

/** Builds an archive of each version below `directory`, where there is none yet, and serves them over HTTP on loopback; port 0 takes a free one. */
export async function serveArtifacts(
  directory: string,
  versions: readonly AgentVersion[],
  port = 0,
): Promise<ArtifactServer> {
  const built = await Promise.all(versions.map((agent) => build(directory, agent)));
  const files = new Map(built.map(({ file }) => [`/${file}`, join(directory, file)]));
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/gzip' });
    if (file === undefined) response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });
  const base = await listen(server, port);
  return {
    url: `${base}/`,
    artifacts: built.map(({ file, ...artifact }) => ({ ...artifact, url: `${base}/${file}` })),
    close: () => close(server),
  };
}

async function build(directory: string, agent: AgentVersion) {
  const file = `agent-${agent.version}.tar.gz`;
  if (!existsSync(join(directory, file))) {
    const content = join(directory, agent.version);
    await writeAgent(content, agent);
    await create({ gzip: true, portable: true, cwd: content, file: join(directory, `${file}.new`) }, ['.']);
    await rename(join(directory, `${file}.new`), join(directory, file));
  }
  const sha256 = createHash('sha256')
    .update(await readFile(join(directory, file)))
    .digest('hex');
  return { ...agent, file, sha256 };
}
