import { CfnOutput, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolClient,
  type CfnUserPoolClientProps,
  Mfa,
  ResourceServerScope,
  UserPool,
  UserPoolDomain,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Permission, permissions } from '../functions/domain/token-rules.ts';
import { CONSOLE_CLIENT } from './settings/tokens.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

const MACHINES: Readonly<Record<string, readonly Permission[]>> = {
  pipeline: ['read', 'upgrade'],
  administrator: permissions,
};

/** A leaked token is good for so long. */
const TOKEN_HOURS = 1;
/** A working day: who comes back the next one signs in again. */
const SESSION_HOURS = 12;

/**
 * A Cognito user pool for a deployment without an identity provider: clients with a secret for machines, one with PKCE for the
 * console. Nobody signs up alone, and everybody has a second factor: a token may change software on every node. Secrets are in no
 * template, output or log; `aws cognito-idp describe-user-pool-client` shows one to whoever may see it.
 */
export class FleetUserPool extends Construct implements SignIn {
  readonly issuer: string;
  readonly audience: string[];
  readonly origins: readonly string[];
  readonly #pool: UserPool;
  readonly #server: UserPoolResourceServer;
  readonly #clientIds: string[] = [];

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { name, keepData, deletionProtection, pool: { domainPrefix, machines = MACHINES } = {} } = settings;
    const { account, region } = Stack.of(this);
    this.#pool = new UserPool(this, 'Pool', {
      userPoolName: `fleet-upgrade-${name}`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#server = new UserPoolResourceServer(this, 'Api', {
      userPool: this.#pool,
      identifier: 'fleet',
      scopes: permissions.map((scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName })),
    });
    const domain = new UserPoolDomain(this, 'Domain', {
      userPool: this.#pool,
      cognitoDomain: { domainPrefix: domainPrefix ?? `fleet-upgrade-${name}-${account}` },
    });
    const origin = `https://cognito-idp.${region}.amazonaws.com`;
    this.issuer = `${origin}/${this.#pool.userPoolId}`;
    this.origins = [origin, domain.baseUrl()];
    this.audience = Lazy.list({ produce: () => this.#clientIds });
    for (const [machine, may] of Object.entries(machines)) this.#machine(machine, may);
    new CfnOutput(Stack.of(this), 'Issuer', { value: this.issuer });
    new CfnOutput(Stack.of(this), 'UserPoolId', { value: this.#pool.userPoolId });
    new CfnOutput(Stack.of(this), 'TokenUrl', { value: `${domain.baseUrl()}/oauth2/token` });
  }

  clientFor(origin: string, scopes: readonly string[]): string {
    return this.#client(CONSOLE_CLIENT, {
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: [...scopes],
      callbackUrLs: ['/signed-in', '/docs/oauth2-redirect.html'].map((path) => `${origin}${path}`),
      logoutUrLs: [`${origin}/`],
      supportedIdentityProviders: ['COGNITO'],
      preventUserExistenceErrors: 'ENABLED',
      refreshTokenValidity: SESSION_HOURS,
    });
  }

  #machine(name: string, may: readonly Permission[]): void {
    const clientId = this.#client(name, {
      generateSecret: true,
      allowedOAuthFlows: ['client_credentials'],
      allowedOAuthScopes: may.map((permission) => `fleet/${permission}`),
    });
    new CfnOutput(Stack.of(this), `Client-${name}`, { value: clientId });
  }

  #client(clientName: string, props: Partial<CfnUserPoolClientProps>): string {
    const client = new CfnUserPoolClient(this, `${clientName}-app`, {
      userPoolId: this.#pool.userPoolId,
      clientName,
      allowedOAuthFlowsUserPoolClient: true,
      // None but those: left out, it would allow clients to send passwords to Cognito's API, too.
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      accessTokenValidity: TOKEN_HOURS,
      tokenValidityUnits: { accessToken: 'hours', refreshToken: 'hours' },
      enableTokenRevocation: true,
      ...props,
    });
    // Its scopes are named, not referred to.
    client.node.addDependency(this.#server);
    this.#clientIds.push(client.ref);
    return client.ref;
  }
}
