import { type Installable, Printed, type ScriptEnd } from './installable.ts';

export interface PackageParameters {
  readonly action: string;
  readonly installationType: string;
  readonly name: string;
  /** Empty or `latest`: the latest. */
  readonly version: string;
}

type Action = Parameters<Installable['run']>[0];

/**
 * What `aws:configurePackage` does, and prints: aws/amazon-ssm-agent, agent/plugins/configurepackage/configurepackage.go and
 * configurepackage_execute.go, with its folders ssminstaller and birdwatcher. Facts alone; packages here have no script `validate`.
 * @param found the package of that name; undefined where there is none
 */
export function configurePackage(found: Installable | undefined, parameters: PackageParameters): Promise<ScriptEnd> {
  const { name, version, action, installationType } = parameters;
  const isLatest = version === '' || version === 'latest';
  const target = isLatest ? found?.versions.at(-1) : version;
  if (found === undefined || target === undefined) return noManifest('InvalidDocument: Document does not exist');
  if (!found.versions.includes(target))
    return noManifest('InvalidDocumentVersion: The document version is not valid or does not exist');
  const plugin = new Plugin(name, found);
  if (action === 'Uninstall') return plugin.takeAway(isLatest ? found.installed : target);
  return plugin.bring(target, installationType === 'In-place update');
}

const noManifest = async (why: string): Promise<ScriptEnd> =>
  new Printed()
    .complain(`failed to download manifest - failed to retrieve package document description: ${why}.`)
    .end(1);

/** One run of the plugin. Its lines come in the order in which its sections end, the outer ones last. */
class Plugin {
  readonly #printed = new Printed();

  constructor(
    readonly name: string,
    readonly target: Installable,
  ) {}

  async bring(version: string, inPlace: boolean): Promise<ScriptEnd> {
    const { installed } = this.target;
    if (installed === version) return this.#printed.say(`${this.name} ${version} is already installed`).end(0);
    if (installed === undefined) return this.#printed.end(await this.#install('install', version, undefined));
    if (inPlace && this.target.updatesInPlace !== true)
      return this.#printed.complain('missing update script required for in-place update').end(1);
    if (inPlace) return this.#printed.end(await this.#install('update', version, installed));
    const isAway = await this.#uninstall(installed);
    const exitCode = await this.#install('install', version, installed);
    if (isAway) this.#printed.say(`Successfully uninstalled ${this.name} ${installed}`);
    return this.#printed.end(exitCode);
  }

  async takeAway(version: string | undefined): Promise<ScriptEnd> {
    const { installed } = this.target;
    if (installed === undefined || installed !== version)
      return this.#printed.say(`version: ${version ?? ''} is not installed`).end(0);
    if (!(await this.#uninstall(installed))) return this.#printed.end(1);
    this.target.installed = undefined;
    return this.#printed.say(`Successfully uninstalled ${this.name} ${installed}`).end(0);
  }

  /** Installs, or else goes back to the version from before where there was one; answers the exit code. */
  async #install(action: 'install' | 'update', version: string, before: string | undefined): Promise<number> {
    if (await this.#script(action, version)) {
      this.target.installed = version;
      this.#printed.say(`Successfully installed ${this.name} ${version}`);
      return 0;
    }
    this.#printed.complain('Failed to install package; install status Failed');
    if (before === undefined) return 1;
    const isAway = await this.#uninstall(version);
    this.target.installed = before;
    if (await this.#script('install', before))
      this.#printed.say(
        `Failed to install ${this.name} ${version}, successfully rolled back to ${this.name} ${before}`,
      );
    else this.#printed.complain('Failed to install package; install status Failed');
    if (isAway) this.#printed.say(`Successfully uninstalled ${this.name} ${version}`);
    return 1;
  }

  async #uninstall(version: string): Promise<boolean> {
    if (await this.#script('uninstall', version)) return true;
    this.#printed.complain(`Failed to uninstall version ${version} of package; uninstall status Failed`);
    return false;
  }

  async #script(action: Action, version: string): Promise<boolean> {
    const { exitCode, stdout, stderr } = await this.target.run(action, version);
    const isFine = exitCode === 0;
    this.#printed.say(
      `Initiating ${this.name} ${version} ${action}`,
      `Plugin aws:runShellScript ResultStatus ${isFine ? 'Success' : 'Failed'}`,
      `${action} output: Running sh ${action}.sh\n${stdout}`,
    );
    if (!isFine) this.#printed.complain(`${action} errors: ${stderr}failed to run commands: exit status ${exitCode}`);
    return isFine;
  }
}
