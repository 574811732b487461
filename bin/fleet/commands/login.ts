import { type Origin, readProfile, type Token, writeProfile } from '../connection/profile.ts';
import { checked, profileName, type TargetFlags } from '../connection/target.ts';
import { Failure } from '../failures.ts';
import { clientCredentials } from '../login/client-credentials.ts';
import { deviceFlow } from '../login/device-flow.ts';
import type { World } from '../world.ts';
import { type CommandLine, examples } from './command-line.ts';

interface LoginOptions {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scope?: string;
  readonly audience?: string;
}

/** `fleet login`: a token for a deployment, kept for this user alone. */
export function addLogin({ program, world }: CommandLine): void {
  const command = program
    .command('login')
    .summary('get a token and keep it')
    .description(
      'Gets a token for a deployment from its issuer and keeps it in a file for this user alone: for a program, with FLEET_CLIENT_SECRET, by client credentials, for a person by a code to allow in a browser. What was said once need not be said again.',
    )
    .option('--issuer <url>', "the issuer of the deployment's tokens")
    .option('--client-id <id>', 'the client that the issuer knows; FLEET_CLIENT_ID')
    .option('--scope <scopes>', 'what the token shall allow: "fleet/read fleet/upgrade"')
    .option('--audience <audience>', 'for whom the token shall be, where the issuer wants to know')
    .addHelpText(
      'after',
      examples(
        'login --url https://fleet.example.com --issuer https://login.example.com --client-id fleet-cli',
        'login --profile staging',
      ),
    )
    .action((options: LoginOptions) => login(world, command.optsWithGlobals(), options));
}

/** @throws Failure */
async function login(world: World, flags: TargetFlags, options: LoginOptions): Promise<void> {
  const name = profileName(flags, world);
  const before = readProfile(world, name);
  const url = checked(flags.url ?? before?.url ?? world.env['FLEET_URL']);
  const origin = originOf(world, options, before?.url === url ? before.origin : undefined);
  const token = await newToken(world, origin);
  writeProfile(world, name, { url, origin, token });
  world.stderr.write(`Logged in to ${url} until ${token.expiresAt}, as profile ${name}.\n`);
}

function originOf({ env }: World, options: LoginOptions, before: Origin | undefined): Origin {
  const issuer = options.issuer ?? before?.issuer;
  const clientId = options.clientId ?? env['FLEET_CLIENT_ID'] ?? before?.clientId;
  if (issuer === undefined || clientId === undefined)
    throw new Failure('usage', 'The first login of a profile takes --issuer and --client-id.');
  const scope = options.scope ?? before?.scope;
  const audience = options.audience ?? before?.audience;
  return {
    issuer: checked(issuer),
    clientId,
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
  };
}

function newToken(world: World, origin: Origin): Promise<Token> {
  const secret = world.env['FLEET_CLIENT_SECRET'];
  return secret === undefined || secret === '' ? deviceFlow(world, origin) : clientCredentials(world, origin, secret);
}
