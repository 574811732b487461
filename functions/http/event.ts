import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
export type Answer = APIGatewayProxyStructuredResultV2;

/** A claim of the caller's token, as API Gateway writes it; empty where the token has none. */
export function claim(event: Event, name: string): string {
  return String(event.requestContext.authorizer?.jwt.claims[name] ?? '');
}
