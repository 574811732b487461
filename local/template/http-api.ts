import { TemplateError } from './intrinsics.ts';
import type { ReadAll } from './reader.ts';
import { apiReading, authorizerReading, integrationReading, routeReading, stageReading } from './resources.ts';

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface HttpRoute {
  /** `GET /path/{name}`, as API Gateway writes it. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: JwtAuthorizer;
}

/** Requests that the API takes at once, and each second. */
export interface Throttle {
  readonly burst: number;
  readonly rate: number;
}

/** What browsers are told about pages of other origins. */
export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

/** Routes with the functions and authorizers behind them; throws where one is missing. */
export function routes(all: ReadAll): HttpRoute[] {
  const integrations = byId(all('AWS::ApiGatewayV2::Integration', integrationReading));
  const authorizers = byId(all('AWS::ApiGatewayV2::Authorizer', authorizerReading));
  return all('AWS::ApiGatewayV2::Route', routeReading).map(({ logicalId, properties }) => {
    const integration = integrations.get(properties.Target.replace(/^integrations\//, ''));
    if (integration === undefined) throw new TemplateError(`${logicalId}: its target is no integration.`);
    const route = {
      routeKey: properties.RouteKey,
      functionArn: integration.IntegrationUri,
      timeoutMs: integration.TimeoutInMillis,
    };
    if (properties.AuthorizationType === 'NONE') return route;
    const jwt = authorizers.get(properties.AuthorizerId ?? '')?.JwtConfiguration;
    if (jwt === undefined) throw new TemplateError(`${logicalId}: its authorizer is missing.`);
    return { ...route, authorizer: { issuer: jwt.Issuer, audience: jwt.Audience } };
  });
}

/** Undefined where the stage sets no limits of its own. */
export function throttle(all: ReadAll): Throttle | undefined {
  const [limits] = all('AWS::ApiGatewayV2::Stage', stageReading).map(
    ({ properties }) => properties.DefaultRouteSettings,
  );
  return limits && { burst: limits.ThrottlingBurstLimit, rate: limits.ThrottlingRateLimit };
}

/** Undefined where the API says nothing of other origins. */
export function cors(all: ReadAll): Cors | undefined {
  const [said] = all('AWS::ApiGatewayV2::Api', apiReading).map(({ properties }) => properties.CorsConfiguration);
  return (
    said && {
      origins: said.AllowOrigins,
      methods: said.AllowMethods,
      requestHeaders: said.AllowHeaders,
      exposedHeaders: said.ExposeHeaders,
      maxAgeSeconds: said.MaxAge,
    }
  );
}

function byId<T>(resources: readonly { readonly logicalId: string; readonly properties: T }[]): ReadonlyMap<string, T> {
  return new Map(resources.map(({ logicalId, properties }) => [logicalId, properties]));
}
