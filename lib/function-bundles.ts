import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, version } from 'esbuild';
import { BundleCache, type Bundles, contentKey } from './bundle-cache.ts';

/** Dependencies written as CommonJS call `require`, which ES modules do not have. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  // Without source maps, names are what makes a stack trace readable; they cost 7 % of the size.
  keepNames: true,
  banner: { js: BANNER },
} as const satisfies BuildOptions;

/** What decides which dependencies are bundled. */
const LOCK = fileURLToPath(new URL('../package-lock.json', import.meta.url));

/**
 * The deployed code of all functions, bundled by one run of esbuild: 3.9 s for 35 functions, where NodejsFunction's
 * `npx esbuild` for each of them takes 9 s. Nothing is bundled where CDK skips it (`aws:cdk:bundling-stacks: []`).
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

  #write(name: string, beside: Readonly<Record<string, string>>, outputFolder: string): true {
    this.#bundles ??= this.#bundle();
    const bundle = this.#bundles.get(name);
    if (bundle === undefined) throw new Error(`There is no bundle of the function ${name}.`);
    for (const [file, content] of Object.entries({ ...beside, 'index.mjs': bundle }))
      writeFileSync(join(outputFolder, file), content);
    return true;
  }

  #bundle(): Bundles {
    if (this.cache === undefined) return this.#made();
    const cache = new BundleCache(this.cache, contentKey([this.folder, LOCK], { OPTIONS, version, names: this.names }));
    const kept = cache.read(this.names);
    if (kept !== undefined) return kept;
    const made = this.#made();
    cache.write(made);
    return made;
  }

  #made(): Bundles {
    const { outputFiles } = buildSync({
      ...OPTIONS,
      mainFields: [...OPTIONS.mainFields],
      entryPoints: this.names.map((name) => join(this.folder, `${name}.ts`)),
      outdir: this.folder,
      write: false,
    });
    return new Map(outputFiles.map(({ path, contents }) => [basename(path, '.js'), contents]));
  }
}
