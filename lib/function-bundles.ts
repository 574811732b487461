import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { version } from 'esbuild';
import { BundleCache, type Bundles, contentKey } from './bundle-cache.ts';

/** What decides which dependencies are bundled. */
const LOCK = fileURLToPath(new URL('../package-lock.json', import.meta.url));
/** What decides how they are bundled. */
const BUNDLING = fileURLToPath(new URL('./bundling', import.meta.url));

/**
 * The deployed code of all functions, bundled by one run of esbuild for all of them (`bundling/bundle-main.ts`), since NodejsFunction's
 * `npx esbuild` for each takes twice as long. Nothing is bundled where CDK skips it (`aws:cdk:bundling-stacks: []`).
 */
export class FunctionBundles {
  #bundles: Bundles | undefined;

  /**
   * @param names files in `folder`, without their `.ts`
   * @param cache a folder where bundles of the same sources may be, and are left; without it they are always made
   */
  constructor(
    private readonly folder: string,
    private readonly names: readonly string[],
    private readonly cache?: string,
  ) {}

  /**
   * One ES module, `index.mjs`, that needs nothing from the runtime's own node_modules.
   * @param beside what else the function finds in its folder: each file's content by its name
   */
  code(name: string, beside: Readonly<Record<string, string>> = {}): Code {
    return Code.fromAsset(this.folder, {
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        image: DockerImage.fromRegistry('no-image-is-ever-used'),
        // CDK stages assets with equal options once, so that without a name all functions would get the first one's code.
        command: [name],
        local: { tryBundle: (outputFolder) => this.#write(name, beside, outputFolder) },
      },
    });
  }

  /** Each function's module by its name, made when it is first asked for. */
  all(): Bundles {
    this.#bundles ??= this.#bundle();
    return this.#bundles;
  }

  #write(name: string, beside: Readonly<Record<string, string>>, outputFolder: string): true {
    const bundle = this.all().get(name);
    if (bundle === undefined) throw new Error(`There is no bundle of the function ${name}.`);
    for (const [file, content] of Object.entries({ ...beside, 'index.mjs': bundle }))
      writeFileSync(join(outputFolder, file), content);
    return true;
  }

  #bundle(): Bundles {
    if (this.cache === undefined) return this.#made();
    const cache = new BundleCache(
      this.cache,
      contentKey([this.folder, BUNDLING, LOCK], { version, names: this.names }),
    );
    const kept = cache.read(this.names);
    if (kept !== undefined) return kept;
    const made = this.#made();
    cache.write(made);
    return made;
  }

  /** In a process of its own: CDK wants its assets at once, and esbuild takes plugins only where it is waited for. */
  #made(): Bundles {
    const outdir = mkdtempSync(join(tmpdir(), 'fleet-upgrade-bundles-'));
    try {
      const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
      const request = JSON.stringify({ folder: this.folder, names: this.names, outdir });
      execFileSync(process.execPath, ['--import', tsx, join(BUNDLING, 'bundle-main.ts'), request], { stdio: 'pipe' });
      return new Map(this.names.map((name) => [name, readFileSync(join(outdir, `${name}.js`))]));
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }
}
