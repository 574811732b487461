import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { routes } from '../functions/routes.ts';
import type { FleetFunctions } from './fleet-functions.ts';
import { FleetLogs } from './fleet-logs.ts';
import { OwnDomain } from './own-domain.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

/** One line a request: who asked for what and how it went. Neither headers nor bodies, so no token either. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  subject: '$context.authorizer.claims.sub',
  routeKey: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  gatewayError: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/**
 * What pages of these origins may do: send what the API understands, and read what it says. No cookies: who may do what is in the token. None
 * for no origins, so that API Gateway answers no preflight.
 */
const corsPreflight = (origins: readonly string[]): CorsPreflightOptions | undefined =>
  origins.length === 0
    ? undefined
    : {
        allowOrigins: [...origins],
        allowMethods: [...new Set(Object.values(routes).map(({ method }) => CorsHttpMethod[method]))],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer'],
        exposeHeaders: ['etag', 'link', 'preference-applied', 'retry-after', 'x-request-id'],
        maxAge: Duration.hours(1),
      };

interface UpgradeApiProps {
  readonly settings: Settings;
  readonly functions: FleetFunctions;
  readonly signIn: SignIn;
}

/** The HTTP API: every route of functions/routes.ts behind the environment's JWT issuer, except those without a scope; functions check the scope. */
export class UpgradeApi extends Construct {
  readonly url: string;
  readonly id: string;

  constructor(scope: Construct, id: string, { settings, functions, signIn }: UpgradeApiProps) {
    super(scope, id);
    const cors = corsPreflight(settings.corsOrigins);
    const api = new HttpApi(this, 'Api', {
      apiName: `fleet-upgrade-${settings.name}`,
      createDefaultStage: false,
      ...(cors && { corsPreflight: cors }),
      defaultAuthorizer: new HttpJwtAuthorizer('Issuer', signIn.issuer, { jwtAudience: signIn.audience }),
    });
    for (const [name, { method, path, scope: needed }] of Object.entries(routes)) {
      const integration = new HttpLambdaIntegration(name, functions.get(name));
      const authorizer = needed === null && { authorizer: new HttpNoneAuthorizer() };
      api.addRoutes({ path, methods: [HttpMethod[method]], integration, ...authorizer });
    }
    const { domain } = settings;
    const own = domain && new OwnDomain(this, 'Domain', domain);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      ...(own && { domainMapping: { domainName: own.domainName } }),
      autoDeploy: true,
      throttle: { rateLimit: settings.throttle.rate, burstLimit: settings.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          // Under /aws/vendedlogs/ the group's resource policy does not grow with every API of the account.
          new FleetLogs(this, 'Logs', settings, `/aws/vendedlogs/fleet-upgrade-${settings.name}/api`),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    this.url = own?.url ?? api.apiEndpoint;
    this.id = api.apiId;
  }
}
